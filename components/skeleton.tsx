import { cx } from './cx'
import { range } from './range'

/** A grey block of the final size of what is awaited. Give it a height and width. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cx('block animate-pulse rounded-sm bg-line', className)} />
}

/** A page that is being read: head, facts and a table, where they will be. For `loading.tsx`. */
export function PageSkeleton({ facts = 4, rows = 8 }: { facts?: number; rows?: number }) {
  return (
    <div aria-busy="true">
      <p className="sr-only" role="status">
        Loading
      </p>
      <Skeleton className="mb-5 h-7 w-64" />
      {facts > 0 && <Skeleton className="mb-4 h-[82px] w-full rounded-lg" />}
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        <div className="h-8 border-b border-line bg-sunken" />
        {range(rows).map((number) => (
          <div key={number} className="flex h-9 items-center gap-8 border-b border-line px-3 last:border-0">
            <Skeleton className="h-3 w-32" />
            <Skeleton className="h-3 w-20" />
            <Skeleton className="ml-auto h-3 w-24" />
          </div>
        ))}
      </div>
    </div>
  )
}

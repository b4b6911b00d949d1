import type { ReactNode } from 'react'
import { cx } from './cx'

/** A part of a page with its heading and, at its end, small actions. `id` is what an address after "#" leads to. */
export function Section({ title, id, actions, children }: { title: ReactNode; id?: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section id={id} className="mt-6 first:mt-0">
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <h2 className="mr-auto">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  )
}

/**
 * Main content with a column of 264 px beside it, on small windows below it; `narrow` is for facets: 200 px, on small windows above it.
 * Both say which cell is theirs, so that neither ever stands in the other's while a window changes its size.
 */
export function Columns({ children, aside, narrow = false }: { children: ReactNode; aside: ReactNode; narrow?: boolean }) {
  return (
    <div
      className={
        narrow
          ? 'grid items-start gap-6 max-lg:gap-3 lg:grid-cols-[minmax(0,1fr)_200px]'
          : 'grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_264px]'
      }
    >
      <div className={cx('min-w-0 lg:col-start-1 lg:row-start-1', narrow && 'row-start-2')}>{children}</div>
      <aside className={cx('min-w-0 lg:col-start-2 lg:row-start-1', narrow && 'row-start-1')}>{aside}</aside>
    </div>
  )
}

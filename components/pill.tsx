import { X } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'

const PILL = 'inline-flex h-[26px] max-w-full items-center gap-1.5 rounded-full border border-line-strong bg-surface pl-2.5 text-xs'

/** A filter that is on: "status failed ×". A click on the words excludes it instead ("not failed") when `negateHref` is given. */
export function Pill({
  name,
  value,
  negated = false,
  removeHref,
  negateHref,
}: {
  name?: string
  value: ReactNode
  negated?: boolean
  removeHref?: string
  negateHref?: string
}) {
  const said = `${name ?? ''} ${typeof value === 'string' ? value : ''}`.trim()
  const words = (
    <>
      {name && <span className="text-faint">{name}</span>}
      {negated && <span className="font-semibold text-bad">not</span>}
      <b className="truncate">{value}</b>
    </>
  )
  return (
    <span className={removeHref ? PILL : `${PILL} pr-2.5`}>
      {negateHref ? (
        <Link
          href={negateHref}
          prefetch={false}
          scroll={false}
          title={negated ? 'Show only these' : 'Leave these out'}
          className="inline-flex min-w-0 items-center gap-1.5"
        >
          {words}
        </Link>
      ) : (
        words
      )}
      {removeHref && (
        <Link
          href={removeHref}
          prefetch={false}
          scroll={false}
          aria-label={`Remove the filter ${said}`}
          className="grid h-6 w-6 place-items-center rounded-full text-muted hover:text-ink"
        >
          <X aria-hidden="true" className="size-3" />
        </Link>
      )}
    </span>
  )
}

/** The row of pills above a list; `end` is what the list holds and how it is sorted. */
export function Pills({ children, end }: { children?: ReactNode; end?: ReactNode }) {
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      {children}
      {end && <span className="num ml-auto text-xs text-muted">{end}</span>}
    </div>
  )
}

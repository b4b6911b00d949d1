import type { ReactNode } from 'react'
import { cx } from './cx'

/** `id` is what an address after "#" leads to. */
export type TimelineItem = { key: string; id?: string; what: ReactNode; note?: ReactNode; now?: boolean }

/** What happened, newest first. `now` marks the present state; `note` is when, by whom and why. */
export function Timeline({ label, items }: { label: string; items: readonly TimelineItem[] }) {
  return (
    <ol aria-label={label} className="ml-1.5 border-l-2 border-line">
      {items.map(({ key, id, what, note, now = false }) => (
        <li key={key} id={id} aria-current={now ? 'step' : undefined} className="relative pb-3 pl-4 text-sm last:pb-0">
          <span
            aria-hidden="true"
            className={cx(
              'absolute top-[4px] -left-[6px] size-2.5 rounded-full border-2',
              now ? 'border-accent bg-accent' : 'border-line-strong bg-surface',
            )}
          />
          {what}
          {note && <div className="num text-xs text-muted">{note}</div>}
        </li>
      ))}
    </ol>
  )
}

import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx'

export type NoteTone = 'warn' | 'bad' | 'info' | 'ok'

const LOOK = {
  warn: { box: 'border-l-warn bg-warn-soft', icon: 'text-warn', Icon: TriangleAlert },
  bad: { box: 'border-l-bad bg-bad-soft', icon: 'text-bad', Icon: CircleAlert },
  info: { box: 'border-l-info bg-info-soft', icon: 'text-info', Icon: Info },
  ok: { box: 'border-l-ok bg-ok-soft', icon: 'text-ok', Icon: CircleCheck },
} as const

/** A sentence the page must not hide: what happened, and what to do next. */
export function Note({
  tone = 'warn',
  title,
  children,
  action,
}: {
  tone?: NoteTone
  title?: ReactNode
  children?: ReactNode
  action?: ReactNode
}) {
  const { box, icon, Icon } = LOOK[tone]
  return (
    <div
      className={cx(
        'mb-4 flex gap-2.5 rounded-md border border-l-[3px] border-line px-3 py-2.5 last:mb-0',
        action ? 'items-center max-sm:flex-wrap' : 'items-start',
        box,
      )}
    >
      <Icon aria-hidden="true" className={cx('size-4 flex-none', !action && 'mt-0.5', icon)} />
      <div className="min-w-0 flex-1">
        {title && <b>{title} </b>}
        {children}
      </div>
      {action}
    </div>
  )
}

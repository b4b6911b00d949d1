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
        'mb-4 flex flex-wrap items-center gap-x-2.5 gap-y-2 rounded-md border border-l-[3px] border-line px-3 py-2.5 last:mb-0',
        box,
      )}
    >
      {/* Where this much does not fit beside the action, the action goes below. */}
      <div className="flex min-w-0 flex-[1_1_28rem] items-start gap-2.5">
        <Icon aria-hidden="true" className={cx('mt-0.5 size-4 flex-none', icon)} />
        <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
          {title && <b>{title} </b>}
          {children}
        </div>
      </div>
      {action}
    </div>
  )
}

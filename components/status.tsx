import type { ReactNode } from 'react'
import { cx } from './cx'

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'idle'

const COLOR: Readonly<Record<Tone, string>> = { ok: 'text-ok', warn: 'text-warn', bad: 'text-bad', info: 'text-info', idle: 'text-muted' }
const SHAPE: Readonly<Record<Tone, string>> = {
  ok: 'rounded-full bg-current',
  info: 'rounded-full bg-current',
  warn: 'rounded-[2px] bg-current',
  bad: 'rotate-45 rounded-[2px] bg-current',
  idle: 'rounded-full border-2 border-current',
}

/** A state as shape, word and colour, always all three. `sub` says more in small print; `folds` puts it below in a narrow table. */
export function Status({ tone, children, sub, folds = false }: { tone: Tone; children: ReactNode; sub?: ReactNode; folds?: boolean }) {
  return (
    <span
      className={cx(
        'inline-flex min-w-0 items-center gap-x-1.5 max-sm:flex-wrap sm:whitespace-nowrap',
        folds && 'sm:@max-4xl:flex-col sm:@max-4xl:items-start',
      )}
    >
      <span className={cx('inline-flex items-center gap-1.5 font-medium sm:whitespace-nowrap', COLOR[tone])}>
        <span aria-hidden="true" className={cx('size-2 flex-none', SHAPE[tone])} />
        {children}
      </span>
      {sub && <span className="text-xs text-muted">{sub}</span>}
    </span>
  )
}

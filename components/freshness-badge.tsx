'use client'
import type { Freshness } from '@/platform/freshness'
import { cx } from './cx'
import { freshnessWords } from './freshness-words'
import { useNow } from './now'
import { usePreferences } from './preferences'
import { fullWords } from './time-words'

const LOOK = { ok: 'bg-ok-soft text-ok', warn: 'bg-warn-soft text-warn', bad: 'bg-bad-soft text-bad' } as const

/** How current the data is, ticking: "2 s · every change up to 14:03:22". Never hidden. `short` leaves the second half to the tooltip on phones. */
export function FreshnessBadge({ freshness, short = false }: { freshness: Freshness; short?: boolean }) {
  const { timeZone } = usePreferences()
  const { tone, head, rest } = freshnessWords(freshness, useNow(), timeZone)
  const covers = freshness.coveredUntil && `covers every change up to ${fullWords(new Date(freshness.coveredUntil), 'UTC')}`
  const title = [covers, freshness.note, freshness.differing && rest].filter(Boolean).join(', ')
  return (
    <span
      title={title}
      className={cx(
        'num inline-flex h-[26px] max-w-full items-center gap-2 rounded-full px-2.5 text-xs font-medium whitespace-nowrap',
        LOOK[tone],
      )}
    >
      <b>{head}</b>
      <span className={cx('truncate font-normal text-muted', short && 'max-md:sr-only')}>{rest}</span>
    </span>
  )
}

/** The badge of what is on this page, shown in the top bar. Placed by style alone, so that the first HTML has it too. */
export function PageFreshness({ freshness }: { freshness: Freshness }) {
  return (
    <div className="no-print fixed top-[11px] right-[calc(var(--user-width)+32px)] z-20 max-w-[46vw] max-sm:right-[60px]">
      <FreshnessBadge freshness={freshness} short />
    </div>
  )
}

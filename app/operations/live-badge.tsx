import { cx } from '@/components/cx'
import type { StreamState } from './use-live'

/** What asks for a person, and whether the figures are of this moment; in the top bar, where other pages say how fresh they are. */
export function LiveBadge({ toLookAt, isLive, stream }: { toLookAt: number; isLive: boolean; stream: StreamState }) {
  return (
    <div className="no-print fixed top-[11px] right-[calc(var(--user-width)+32px)] z-20 max-w-[46vw] max-sm:right-[60px]">
      <span
        className={cx(
          'num inline-flex h-[26px] max-w-full items-center gap-2 rounded-full px-2.5 text-xs font-medium whitespace-nowrap',
          !isLive ? 'bg-bad-soft text-bad' : toLookAt > 0 ? 'bg-warn-soft text-warn' : 'bg-ok-soft text-ok',
        )}
      >
        <b>{!isLive ? 'Not live' : toLookAt === 0 ? 'All well' : `${toLookAt} to check`}</b>
        <span className="font-normal text-muted">{!isLive ? 'last known figures' : stream === 'lost' ? 'reconnecting…' : 'live'}</span>
      </span>
    </div>
  )
}

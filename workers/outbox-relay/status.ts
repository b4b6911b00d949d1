/** What the relay tells of itself, every second, through its heartbeat. */
import type { HeartbeatContent } from '@/operations/heartbeat'
import type { Holder } from '@/payroll/journal/relay/journal'

export type RelayStatus = {
  role: 'starting' | 'standby' | 'leading'
  era: number | null
  epoch: string | null
  /** The position acknowledged last. */
  position: bigint | null
  /** Events acknowledged since this process began. */
  events: number
  /** Everything committed up to then is announced. */
  coveredUntil: string | null
  /** Who has held the horizon back for more than a second, and since when. */
  heldBack: (Holder & { since: string }) | null
}

/** The status of a relay that has done nothing yet. */
export const newStatus = (): RelayStatus => ({
  role: 'starting',
  era: null,
  epoch: null,
  position: null,
  events: 0,
  coveredUntil: null,
  heldBack: null,
})

/** Reads the status as a heartbeat, with the rate since the last call in events per second. */
export function heartbeatReader(status: RelayStatus): () => HeartbeatContent {
  let counted = { events: 0, atMs: performance.now() }
  return () => {
    const atMs = performance.now()
    const rate = ((status.events - counted.events) * 1_000) / Math.max(1, atMs - counted.atMs)
    counted = { events: status.events, atMs }
    const { role, era, epoch, position, coveredUntil, heldBack } = status
    return { position, rate, detail: { role, era, epoch, coveredUntil, heldBack } }
  }
}

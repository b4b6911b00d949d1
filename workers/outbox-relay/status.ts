/** What the relay tells of itself, every second, through its heartbeat. */
import type { HeartbeatContent } from '@/operations/heartbeat'
import { type Samples, secondsOf } from '@/operations/metrics/metrics'
import { THRESHOLD_MS } from '@/operations/thresholds'
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
  /** When it last finished a round of leading, or asked in vain for the lead (`performance.now()`). */
  turnedAtMs: number
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
  turnedAtMs: performance.now(),
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

/**
 * Why the relay does not get on, at `now`. One that stands by is ready: it takes over as soon as the other is gone. One that leads finishes a round four times
 * a second, also while nothing is written.
 */
export function relayProblems({ role, turnedAtMs, heldBack }: RelayStatus, now: Date, nowMs = performance.now()): string[] {
  if (role === 'starting') return ['It does not lead yet: Postgres or Kafka does not answer, or is not as it must be.']
  const turnMs = nowMs - turnedAtMs
  if (turnMs > THRESHOLD_MS.outboxAge) {
    const since = `for ${Math.round(turnMs / 1_000)} s`
    return [
      role === 'leading' ? `It leads, and has published nothing ${since}.` : `It stands by, and the ledger has not answered ${since}.`,
    ]
  }
  const heldMs = heldBack ? now.getTime() - Date.parse(heldBack.since) : 0
  return heldMs > THRESHOLD_MS.outboxAge ? [`One transaction of Postgres has held it back for ${Math.round(heldMs / 1_000)} s.`] : []
}

/** What the relay serves under `/metrics`. */
export function relaySamples({ role, position, turnedAtMs, heldBack, coveredUntil, events }: RelayStatus, now: Date): Samples {
  const isLeading = role === 'leading'
  return {
    payledger_relay_leading: isLeading ? 1 : 0,
    payledger_relay_position: isLeading && position !== null ? Number(position) : null,
    payledger_relay_turn_age_seconds: (performance.now() - turnedAtMs) / 1_000,
    payledger_relay_held_back_seconds: heldBack ? Math.max(0, now.getTime() - Date.parse(heldBack.since)) / 1_000 : 0,
    payledger_relay_covered_until_timestamp_seconds: isLeading ? secondsOf(coveredUntil) : null,
    messaging_client_sent_messages_total: [{ labels: { messaging_system: 'kafka', messaging_operation_name: 'send' }, value: events }],
  }
}

/** Whether a process that keeps a copy gets on with it, and its figures for `/metrics`. */
import { type Samples, secondsOf } from '@/operations/metrics/metrics'
import { THRESHOLD_MS } from '@/operations/thresholds'
import type { Behind, ProjectionStatus } from './status'

export type CopyProcess = 'search-projector' | 'finance-loader'

/** Why it does not get on: it reads nothing, applies nothing though events wait, or what it applied cannot be made to answer. */
export function projectionProblems(
  { unclaimedSinceMs }: ProjectionStatus,
  { lag, standingMs }: Behind,
  nowMs = performance.now(),
): string[] {
  const waiting = Object.values(lag).reduce((sum, messages) => sum + messages, 0)
  const unclaimedMs = unclaimedSinceMs === null ? 0 : nowMs - unclaimedSinceMs
  return [
    ...(Object.keys(lag).length === 0 ? ['It reads no partition: Kafka or the copy does not answer, or it has only just begun.'] : []),
    ...(waiting > 0 && standingMs > THRESHOLD_MS.standstill
      ? [`${waiting} events wait, and it has applied none for ${Math.round(standingMs / 1_000)} s.`]
      : []),
    ...(unclaimedMs > THRESHOLD_MS.standstill
      ? [`What it has applied could not be made to answer for ${Math.round(unclaimedMs / 1_000)} s.`]
      : []),
  ]
}

/** What it serves under `/metrics`. */
export function projectionSamples(process: CopyProcess, status: ProjectionStatus, { lag }: Behind): Samples {
  const copy = process === 'search-projector' ? 'search' : 'finance'
  const of = (value: number | null) => (value === null ? null : [{ labels: { copy }, value }])
  const { position, coveredUntil, deadLetters, events, retries, causes } = status
  // Nothing was claimed yet: what the copy holds is not known, and a 0 would say that it holds nothing.
  const isKnown = coveredUntil !== null
  return {
    messaging_client_consumed_messages_total: [
      { labels: { messaging_system: 'kafka', messaging_operation_name: 'process' }, value: events },
    ],
    payledger_consumer_lag_messages: Object.entries(lag).map(([partition, value]) => ({
      labels: { copy, messaging_destination_partition_id: partition },
      value,
    })),
    payledger_copy_position: of(isKnown ? Number(position) : null),
    payledger_copy_covered_until_timestamp_seconds: of(secondsOf(coveredUntil)),
    payledger_copy_dead_letters: of(isKnown ? deadLetters : null),
    payledger_dead_letters_written_total: [...causes].map(([cause, value]) => ({ labels: { copy, cause }, value })),
    payledger_copy_gaps: of(Object.keys(status.gaps()).length),
    payledger_copy_apply_retries_total: of(retries),
  }
}

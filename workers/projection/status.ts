/** What a process that keeps a copy tells of itself with each heartbeat. */
import type { Covered } from '@/events/projection'

export type ProjectionStatus = Covered & {
  /** Applied since the start. */
  events: number
  /** Messages not yet read, by partition. */
  lag: () => Promise<Record<number, bigint>>
  /** By partition the position after which events are missing in Kafka, though all of it was read again; the relay looks into it. */
  gaps: () => Record<number, string>
}

/** The status of a process that has applied nothing yet. */
export const newStatus = (): ProjectionStatus => ({
  position: 0n,
  coveredUntil: null,
  deadLetters: 0,
  events: 0,
  lag: async () => ({}),
  gaps: () => ({}),
})

/** How far behind a copy is costs Kafka an answer for each partition. */
const LAG_EVERY_MS = 3_000

/** Reads the status, with the rate since it was read before. */
export function heartbeatOf(status: ProjectionStatus) {
  let counted = { events: 0, at: performance.now() }
  let lag: Record<number, bigint> = {}
  let lagAt = Number.NEGATIVE_INFINITY
  return async () => {
    const now = performance.now()
    const rate = ((status.events - counted.events) * 1000) / Math.max(1, now - counted.at)
    counted = { events: status.events, at: now }
    const { position, coveredUntil, deadLetters, detail } = status
    if (now - lagAt >= LAG_EVERY_MS) {
      lag = await status.lag().catch(() => ({}))
      lagAt = now
    }
    const lagNumbers = Object.fromEntries(Object.entries(lag).map(([partition, messages]) => [partition, Number(messages)]))
    return { position, rate, detail: { coveredUntil, deadLetters, lag: lagNumbers, gaps: status.gaps(), ...detail } }
  }
}

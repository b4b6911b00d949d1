/** What a process that keeps a copy knows of itself, and tells with each heartbeat. */
import { type DeadLetterCause, deadLetterCause } from '@/events/dead-letter-cause'
import type { Covered } from '@/events/projection'
import { within } from '@/platform/within'

export type ProjectionStatus = Covered & {
  /** Applied since the start. */
  events: number
  /** Attempts to apply events that failed since the start. */
  retries: number
  /** Of dead letters since the start. */
  causes: Map<DeadLetterCause, number>
  /** Since when nothing that was applied could be made to answer (`performance.now()`); null while it can. */
  unclaimedSinceMs: number | null
  /** Messages not yet read, by partition. */
  lag: () => Promise<Record<number, bigint>>
  /** By partition the position after which events are missing in Kafka, though all of it was read again; the relay looks into it. */
  gaps: () => Record<number, string>
}

/** While no generation is being filled: nobody reads any partition. */
export const unknownLag = async (): Promise<Record<number, bigint>> => ({})

/** The status of a process that has applied nothing yet. */
export const newStatus = (): ProjectionStatus => ({
  position: 0n,
  coveredUntil: null,
  deadLetters: 0,
  events: 0,
  retries: 0,
  causes: new Map(),
  unclaimedSinceMs: null,
  lag: unknownLag,
  gaps: () => ({}),
})

/** Counts dead letters by their cause. */
export function noteCauses({ causes }: ProjectionStatus, reasons: readonly string[]): void {
  for (const cause of reasons.map(deadLetterCause)) causes.set(cause, (causes.get(cause) ?? 0) + 1)
}

/** Events not applied, by partition, and for how long (ms) they have waited while none was applied; no partition while Kafka does not answer. */
export type Behind = { lag: Readonly<Record<string, number>>; standingMs: number }

/** How far behind a copy is costs Kafka an answer for each partition. */
const LAG_EVERY_MS = 3_000
const LAG_LIMIT_MS = 2_000

/** Reads how far behind the copy is, at most every three seconds, for the heartbeat and for whoever else asks. */
export function behindReader(status: ProjectionStatus): () => Promise<Behind> {
  let lag: Record<string, number> = {}
  let readAtMs = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | null = null
  let moved = { events: 0, atMs: performance.now() }
  const read = async (): Promise<void> => {
    const found = await status.lag().catch(() => ({}))
    lag = Object.fromEntries(Object.entries(found).map(([partition, messages]) => [partition, Number(messages)]))
    readAtMs = performance.now()
  }
  return async () => {
    if (performance.now() - readAtMs >= LAG_EVERY_MS) {
      // One that hangs is not asked a second time beside it.
      reading ??= read().finally(() => (reading = null))
      const isRead = await within(
        LAG_LIMIT_MS,
        reading.then(() => true),
        false,
      )
      if (!isRead) lag = {}
    }
    const waits = Object.values(lag).some((messages) => messages > 0)
    if (!waits || status.events !== moved.events) moved = { events: status.events, atMs: performance.now() }
    return { lag, standingMs: performance.now() - moved.atMs }
  }
}

/** Reads the status, with the rate since it was read before. */
export function heartbeatOf(status: ProjectionStatus, behind: () => Promise<Behind>) {
  let counted = { events: 0, at: performance.now() }
  return async () => {
    const now = performance.now()
    const rate = ((status.events - counted.events) * 1000) / Math.max(1, now - counted.at)
    counted = { events: status.events, at: now }
    const { position, coveredUntil, deadLetters, detail } = status
    const { lag } = await behind()
    return { position, rate, detail: { coveredUntil, deadLetters, lag, gaps: status.gaps(), ...detail } }
  }
}

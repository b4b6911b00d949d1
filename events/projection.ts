/** What a copy of the ledger does with its events: one contract, which search and finance implement, and which one loop drives (workers/projection). */
import type { Watermark } from './topics'

/** One message of a partition. `unreadable` says why it has no place of its own: it then stands after `position`, and is kept as a dead letter. */
export type Arrived = { offset: string; position: bigint; previous: bigint; value: Buffer | null; unreadable?: string }

/** Events of a partition are missing after `after`. `searched`: the whole partition was read again and they were not there either. */
export type MissingEvents = { after: bigint; searched: boolean }

/** How far a generation answers; `detail` is what this copy alone has to say of itself. */
export type Covered = { position: bigint; coveredUntil: string | null; deadLetters: number; detail?: Record<string, unknown> }

export type Projection = {
  /** The generation to fill: the one that answers, or a new one beside it, which is filled from the first event on. @throws while the store is away. */
  open(): Promise<Generation>
}

/** One filling of a copy, from the first event on. What it has applied stands in the copy itself, and nowhere else. */
export type Generation = {
  /** The name of its consumer group: Kafka's offsets are a hint for this filling alone. */
  readonly group: string
  /** The least time between two claims. */
  readonly everyMs: number
  /** The position up to which a partition is durably applied. */
  applied(partition: number): Promise<bigint>
  /**
   * Applies consecutive messages of one partition; durable when it resolves, and harmless when repeated. What cannot be read becomes a dead letter.
   * @returns the reasons of those that became dead letters.
   * @throws GenerationLost, or an Error: then the same messages come again.
   */
  apply(partition: number, batch: readonly Arrived[], signal: AbortSignal): Promise<readonly string[]>
  /** Notes that events are missing, until `apply` is called for that partition again. */
  miss(partition: number, missing: MissingEvents): void
  /**
   * Makes what was applied answer, and only then says so: the newest of `watermarks`, oldest first, that every partition has reached. Publishes the
   * generation once it may answer in the place of the one before.
   * @returns null when nothing was due.
   * @throws GenerationLost, or an Error: then it is tried again, and what answered before goes on to.
   */
  recordCoverage(watermarks: readonly Watermark[]): Promise<Covered | null>
  close(): void
}

/** What was filled is not there any more: another generation has to be opened, which reads what is missing from Kafka again. */
export class GenerationLost extends Error {}

/** Another generation answers in its place, and is kept from here on: no failure. */
export class GenerationReplaced extends GenerationLost {}

/** What a repair is, wherever it is asked for, done, proven or shown. */
import type { CopyName, FieldDifference } from '@/events/held-copy'

/** Of a copy, of payouts in it, or of what Kafka holds. */
export const COPY_REPAIR_KINDS = [
  'rebuild-search',
  'replay-payouts',
  'replay-from',
  'rebuild-finance',
  'refill-finance',
  'refill-kafka',
] as const
export type CopyRepairKind = (typeof COPY_REPAIR_KINDS)[number]
export const LETTER_REPAIR_KINDS = ['redrive-dead-letters', 'discard-dead-letters'] as const
export type LetterRepairKind = (typeof LETTER_REPAIR_KINDS)[number]
export const REPAIR_KINDS = [...COPY_REPAIR_KINDS, ...LETTER_REPAIR_KINDS] as const
export type RepairKind = (typeof REPAIR_KINDS)[number]

export const REPAIR_STATES = ['asked', 'filling', 'filled', 'proven', 'done', 'refused', 'cancelled'] as const
export type RepairState = (typeof REPAIR_STATES)[number]

/** Until then it can be cancelled: what is proven comes into its place within a second. */
export const CANCELLABLE: readonly RepairState[] = ['asked', 'filling', 'filled']

/** How the copy compared with the ledger. `differences` names at most twenty; `filling` is the index that was read, by a name that no other has. */
export type Proof = {
  position: string
  payouts: number
  differences: { payoutId: string; cause: string }[]
  differenceCount: number
  filling?: string | undefined
  /** How many events were read in Kafka, where that was what was compared. */
  events?: number | undefined
}

/** So many payouts are replayed at once; more are a copy to be made anew. */
export const REPLAYED_MAX = 1_000

/** A payout whose events are read again; `version` is the newest that the journal has, null when it has none. */
export type Replayed = { id: string; version: number | null }

/** What a replay is about: `from` are offsets of the partitions before which none of its events lies, where that is known. */
export type ReplayScope = {
  payouts: Replayed[]
  copies: CopyName[]
  from: string[] | null
  mismatch: string | null
  stretch?: Stretch
  mart?: string
}

/**
 * Every event from `position` up to `upTo`. `last` are the last of them in each partition, `offsets` those before which none of them lies, where that is known, and
 * `signedFrom` is the first position whose event is signed.
 */
export type Stretch = { era: number; position: string; upTo: string; last: string[]; offsets: (string | null)[] | null; signedFrom: string }

/** Rows of a mart and a hash over them; null where there was none that could be read. */
export type MartHash = { rows: number; hash: string }
export type MartReport = { mart: string; before: MartHash | null; after: MartHash | null }

/** What a repair changed in one copy: `changed` names at most twenty payouts, with what each field is now (`expected`) and was (`actual`). */
export type CopyReport = { changed: { payoutId: string; fields: FieldDifference[] }[]; changedCount: number; marts: MartReport[] }
/** Where a partition began and ended when its topic was deleted. */
export type PartitionEnds = { partition: number; low: string; high: string }
/** `landing` are events as they had landed in finance; `kafka` is what was there before it was filled anew. */
export type RepairReport = Partial<Record<CopyName | 'landing', CopyReport>> & { kafka?: PartitionEnds[] | undefined }

/** At most so many letters at once; the rest is asked for again. */
export const LETTERS_MAX = 10_000

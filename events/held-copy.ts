/** A copy held still while it is compared with the ledger: one contract, which search and finance implement (operations/compare asks). */
import type { Bucket, CanonicalTexts } from './canonical'

/** `quick` believes the fingerprints that were stored beside the payouts; `deep` reads every payout back and computes them. */
export type Tier = 'quick' | 'deep'
export type CopyName = 'search' | 'finance'

/** What a copy says of one field, and what it should. */
export type FieldDifference = { field: string; expected: string | null; actual: string | null }

/** One payout as the copy holds it. */
export type HeldPayout = {
  id: string
  /** Null when its state cannot be read. */
  texts: CanonicalTexts | null
  /** Where what is stored beside the state is not what the state makes of it. */
  altered: FieldDifference[]
}

export type HeldSums = {
  /** Of the payouts that stand at or below the position. */
  buckets: Bucket[]
  /** Ids of those that stand beyond it. */
  newer: string[]
  /** Ids to look at whatever the sums say: what cannot be placed, or was altered. */
  suspects: string[]
}

export type HeldCopy = {
  readonly name: CopyName
  readonly era: number
  /** Every event up to this one is in it. */
  readonly position: bigint
  /** Whether it was made by an older definition than the code's; it is then compared by what both have. */
  readonly isOlder: boolean
  sums(upTo: bigint, tier: Tier): Promise<HeldSums>
  /** Everything of one bucket, and what it holds of `ids`. */
  payouts(bucket: number, ids: readonly string[]): Promise<HeldPayout[]>
  /** Those of `ids` of which it has set an event aside that it could not take. */
  deadLettered(ids: readonly string[]): Promise<Set<string>>
  /** Figures that do not add up to the payouts beside them, by the name of the figure. */
  figures(): Promise<FigureDifference[]>
  release(): Promise<void>
}

/** A figure of a copy that is not what its own payouts add up to. */
export type FigureDifference = { figure: string; expected: string | null; actual: string | null }

/** An event that a copy has set aside, as far as it can be told of whom and which it is. */
export type LetterInCopy = { position: string; offset: string; version: number | null; reason: string; at: string }

/** One payout in one copy at this moment, and what the copy says of itself: read in this order, so that what it claims can be found in it. */
export type PayoutInCopy = {
  /** Null before it was filled for the first time. */
  era: number | null
  /** What it claims of all partitions together. */
  position: string | null
  coveredUntil: string | null
  /** What it has taken of the payout's own partition. */
  applied: bigint
  /** The position after which events of that partition are missing. */
  gapAt: bigint | null
  /** Whether it was made by an older definition than the code's. */
  isOlder: boolean
  /** Events of this payout that it has set aside. */
  letters: LetterInCopy[]
  /** As people find it. */
  held: HeldPayout | null
  /** The event that `held` stands at. */
  heldAt: string | null
  /** As it was written, whether it can be found already or not. */
  written: HeldPayout | null
}

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

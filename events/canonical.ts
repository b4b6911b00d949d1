/**
 * One payout as one text and one fingerprint, the same in every store: SQL and JavaScript can both make it.
 * Sums of fingerprints per bucket, taken at one watermark, tell whether two stores hold the same payouts.
 */
import { createHash } from 'node:crypto'
import type { PayoutState } from './read-event'

/**
 * What a fingerprint covers, in order. A company's code, name and country are left out: they may change without the payout's version moving.
 * Times are ISO UTC with milliseconds, amounts whole minor units, numbers plain decimals.
 */
export const CANONICAL_FIELDS = [
  'id',
  'version',
  'status',
  'runId',
  'runReference',
  'companyId',
  'period',
  'payDate',
  'lineNumber',
  'employeeNumber',
  'beneficiaryName',
  'beneficiaryCountry',
  'accountLast4',
  'accountHash',
  'amountMinor',
  'currency',
  'rail',
  'corridor',
  'attempt',
  'endToEndId',
  'bankReference',
  'feeMinor',
  'reasonCode',
  'submittedAt',
  'approvedAt',
  'sentAt',
  'settledAt',
  'failedAt',
  'statusSince',
] as const satisfies readonly (keyof PayoutState)[]

/** Stands between two fields: the unit separator, U+001F. */
export const BETWEEN = '\u001f'
/** Stands for a field that is null: the record separator, U+001E. */
export const ABSENT = '\u001e'
export const BUCKETS = 1024

/** Fields that old events lack, in order; they stand in the text only where one of them is known, so that the sums of what was stored before stay as they were. */
export const BOOKING_FIELDS = [
  'bookedOn',
  'valueDate',
  'returnedOn',
  'accountAmount',
  'charges',
] as const satisfies readonly (keyof PayoutState)[]

export type CanonicalField = (typeof CANONICAL_FIELDS)[number] | (typeof BOOKING_FIELDS)[number]
export type Canonical = Pick<PayoutState, CanonicalField>
/** Each field as its text; null where there is none. */
export type CanonicalTexts = Readonly<Record<CanonicalField, string | null>>

/** The payout's canonical fields as one text. */
export const canonicalPayout = (state: Canonical): string => canonicalText(canonicalTexts(state))

/** The payout's canonical fields, each as its own text. */
export function canonicalTexts(state: Canonical): CanonicalTexts {
  const plain = CANONICAL_FIELDS.map((field) => [field, state[field] === null ? null : String(state[field])])
  const { bookedOn = null, valueDate = null, returnedOn = null, accountAmount: on, charges = [] } = state
  return {
    ...(Object.fromEntries(plain) as Record<(typeof CANONICAL_FIELDS)[number], string | null>),
    ...{ bookedOn, valueDate, returnedOn },
    accountAmount: on ? `${on.amountMinor} ${on.currency} ${on.exchangeRate ?? ''}` : null,
    charges:
      charges.length > 0
        ? charges.map((each) => `${each.for} ${each.amountMinor} ${each.currency} ${each.bookedOn ?? ''}`).join(';')
        : null,
  }
}

/** Texts of fields as the one text that is fingerprinted. */
export function canonicalText(texts: CanonicalTexts): string {
  const joined = (fields: readonly CanonicalField[]) => fields.map((field) => texts[field] ?? ABSENT).join(BETWEEN)
  const isBooked = BOOKING_FIELDS.some((field) => texts[field] !== null)
  return joined(CANONICAL_FIELDS) + (isBooked ? BETWEEN + joined(BOOKING_FIELDS) : '')
}

/** Per bucket: how many payouts, and the sums of the two halves of their fingerprints. */
export type Bucket = { count: number; high: bigint; low: bigint }

/** All buckets, with nothing in them. */
export const emptyBuckets = (): Bucket[] => Array.from({ length: BUCKETS }, (): Bucket => ({ count: 0, high: 0n, low: 0n }))

/** Adds a payout to its bucket. */
export function addToBucket(buckets: readonly Bucket[], id: string, [high, low]: readonly [number, number]): void {
  // What is no id of ours falls into the first: it has to be counted somewhere.
  const bucket = buckets[bucketOf(id)] ?? (buckets[0] as Bucket)
  bucket.count += 1
  bucket.high += BigInt(high)
  bucket.low += BigInt(low)
}

/** Which of the 1,024 buckets a payout falls into: the last ten bits of its id, random in a UUID of version 7. */
export function bucketOf(id: string): number {
  return Number.parseInt(id.slice(-3), 16) % BUCKETS
}

/** The first 64 bits of the text's MD5 as two unsigned 32-bit numbers; not one of 64 bits, for Elasticsearch adds in doubles. */
export function fingerprintOf(canonical: string): [high: number, low: number] {
  const digest = createHash('md5').update(canonical, 'utf8').digest()
  return [digest.readUInt32BE(0), digest.readUInt32BE(4)]
}

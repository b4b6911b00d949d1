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

export type Canonical = Pick<
  PayoutState,
  (typeof CANONICAL_FIELDS)[number] | 'bookedOn' | 'valueDate' | 'returnedOn' | 'accountAmount' | 'charges'
>

/** The payout's canonical fields as one text. */
export function canonicalPayout(state: Canonical): string {
  return CANONICAL_FIELDS.map((field) => state[field] ?? ABSENT).join(BETWEEN) + bookingOf(state)
}

/** Fields that old events lack, and nothing where there are none: the sums of what was stored before stay as they were. */
function bookingOf({ bookedOn, valueDate, returnedOn, accountAmount: on, charges = [] }: Canonical): string {
  const fields = [
    bookedOn,
    valueDate,
    returnedOn,
    on && `${on.amountMinor} ${on.currency} ${on.exchangeRate ?? ''}`,
    charges.length > 0
      ? charges.map((each) => `${each.for} ${each.amountMinor} ${each.currency} ${each.bookedOn ?? ''}`).join(';')
      : undefined,
  ]
  return fields.every((field) => field === undefined) ? '' : BETWEEN + fields.map((field) => field ?? ABSENT).join(BETWEEN)
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

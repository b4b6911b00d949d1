/** Version 1 of the payout event: the full public state of one payout, what changed, by whom and why. Released: it never changes, but for fields that may be missing. */
import { z } from 'zod'
import { actor, minorUnits, timestamp } from './envelope'

/** One thing the bank took, in its own currency: for the payment, or for its return. `bookedOn` is the day of that booking. */
const charge = z.object({
  amountMinor: minorUnits,
  currency: z.string(),
  for: z.enum(['payment', 'return']),
  bookedOn: z.iso.date().optional(),
})

export const PAYOUT_V1 = 'urn:payledger:payout:1'

export const PAYOUT_STATUSES = ['submitted', 'withdrawn', 'approved', 'held', 'sent', 'settled', 'failed', 'returned', 'cancelled'] as const

export const PAYOUT_TYPES = [
  'payout.submitted',
  'payout.withdrawn',
  'payout.pay-date-changed',
  'payout.approved',
  'payout.sent',
  'payout.settled',
  'payout.failed',
  'payout.returned',
  'payout.held',
  'payout.hold-released',
  'payout.cancelled',
] as const

export const payoutV1 = z.object({
  payout: z.object({
    id: z.uuid(),
    runId: z.uuid(),
    runReference: z.string(),
    companyId: z.uuid(),
    companyCode: z.string(),
    companyName: z.string(),
    companyCountry: z.string(),
    period: z.string(),
    payDate: z.iso.date(),
    lineNumber: z.number().int(),
    employeeNumber: z.string(),
    beneficiaryName: z.string(),
    beneficiaryCountry: z.string(),
    /** The last four characters; the whole number never leaves the ledger. */
    accountLast4: z.string(),
    /** Keyed hash (HMAC-SHA-256, hex) of the normalised account, for exact look-up. */
    accountHash: z.string(),
    amountMinor: minorUnits,
    currency: z.string(),
    rail: z.enum(['sepa', 'swift']),
    /** From the company's country to the beneficiary's: "DE-ES". */
    corridor: z.string(),
    status: z.enum(PAYOUT_STATUSES),
    version: z.number().int().positive(),
    attempt: z.number().int().positive(),
    endToEndId: z.string().nullable(),
    bankReference: z.string().nullable(),
    /** What the bank charged, in minor units of the payout's currency; null while nothing is known. */
    feeMinor: minorUnits.nullable(),
    reasonCode: z.string().nullable(),
    submittedAt: timestamp,
    approvedAt: timestamp.nullable(),
    sentAt: timestamp.nullable(),
    settledAt: timestamp.nullable(),
    failedAt: timestamp.nullable(),
    statusSince: timestamp,
    // Optional, for events lie in the topic that were written before these were known.
    /** The day, at the bank, on which it booked the payment, and the one from which that counts; not when its file was read. */
    bookedOn: z.iso.date().optional(),
    valueDate: z.iso.date().optional(),
    /** The day on which the bank booked its return. */
    returnedOn: z.iso.date().optional(),
    /**
     * Only where the bank gave no day: the one on which its file about the booking, or about the return, was read, in the time zone of the company's bank.
     * What is counted by months is counted by these then.
     */
    settledOn: z.iso.date().optional(),
    cameBackOn: z.iso.date().optional(),
    /** The bank that the company pays by, as Set-up names it; of payouts that were sent. */
    bank: z.string().optional(),
    /** Everything the bank took, each in its own currency; `feeMinor` is the part of it in the payout's, without what the return cost. */
    charges: z.array(charge).optional(),
    /** What a payment in another currency took from the account, without charges, and the rate as the bank writes it. */
    accountAmount: z.object({ amountMinor: minorUnits, currency: z.string(), exchangeRate: z.string().optional() }).optional(),
  }),
  changed: z.array(z.string()),
  actor,
  reason: z.string().nullable(),
})

export type PayoutDataV1 = z.infer<typeof payoutV1>
export type PayoutStateV1 = PayoutDataV1['payout']
export type PayoutStatus = (typeof PAYOUT_STATUSES)[number]

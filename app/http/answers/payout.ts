/** What routes answer of payouts and of what people decide of them. */
import { z } from 'zod'
import { OUTCOMES } from '@/app/outcome-words'
import { PAYOUT_STATUSES } from '@/events/payout-v1'
import { minorUnits } from './amount'
import { bankWords } from './bank-message'
import { historyEntry } from './history'
import { payee } from './payee'

export const paymentSide = z.strictObject({
  payoutId: z.string(),
  name: z.string(),
  employeeNumber: z.string(),
  endToEndId: z.string().nullable(),
  runId: z.string(),
  runReference: z.string(),
  period: z.string(),
  payDate: z.string(),
  status: z.string(),
  amountMinor: minorUnits,
  currency: z.string(),
  accountCountry: z.string(),
  accountLast4: z.string(),
  bookedOn: z.string().nullable(),
  bankReference: z.string().nullable(),
  stoppedAt: z.string().nullable(),
})

export const paidTwice = z.strictObject({
  first: paymentSide,
  second: paymentSide,
  amountMinor: minorUnits,
  currency: z.string(),
  isSo: z.boolean(),
  findingId: z.string().nullable(),
})

export const payoutChanged = z.strictObject({ id: z.string(), status: z.string(), version: z.int() })

export const outcome = z.enum(OUTCOMES)

export const outcomeChanged = z.strictObject({
  payoutId: z.string(),
  outcome,
  state: z.enum(['proposed', 'confirmed']),
  version: z.int(),
})

export const attempt = z.strictObject({
  attempt: z.int(),
  endToEndId: z.string(),
  messageId: z.string(),
  status: z.string(),
  bankReference: z.string().nullable(),
  feeMinor: minorUnits.nullable(),
  bookedOn: z.string().nullable(),
  valueDate: z.string().nullable(),
  returnedOn: z.string().nullable(),
  charges: z.array(z.strictObject({ amountMinor: minorUnits, currency: z.string(), for: z.enum(['payment', 'return']) })).nullable(),
  accountAmount: z.strictObject({ amountMinor: minorUnits, currency: z.string(), exchangeRate: z.string().nullable() }).nullable(),
  reasonCode: z.string().nullable(),
  reasonText: z.string().nullable(),
  createdAt: z.string(),
  answeredAt: z.string().nullable(),
})

export const payoutOutcome = z.strictObject({
  outcome,
  version: z.int(),
  reason: z.string(),
  proposedBy: z.string(),
  proposedByName: z.string(),
  proposedAt: z.string(),
  confirmedByName: z.string().nullable(),
  confirmedAt: z.string().nullable(),
  confirmReason: z.string().nullable(),
})

export const payoutDetail = payee.extend({
  id: z.string(),
  version: z.int(),
  status: z.enum(PAYOUT_STATUSES),
  statusSince: z.string(),
  heldFrom: z.string().nullable(),
  runId: z.string(),
  runReference: z.string(),
  companyName: z.string(),
  period: z.string(),
  payDate: z.string(),
  attempts: z.array(attempt),
  outcome: payoutOutcome.nullable(),
  paidTwice: z.array(paidTwice),
  bankWords: z.array(bankWords),
  history: z.array(historyEntry),
})

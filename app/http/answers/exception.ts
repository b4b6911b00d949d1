/** What routes answer of bank exceptions. */
import { z } from 'zod'
import { RESOLUTIONS } from '@/payroll/exceptions/decide-exception'
import { EXCEPTION_STATES } from '@/payroll/exceptions/exceptions'
import { HAND_ACTS } from '@/payroll/runs/hand-acts'
import { REJECTION_CODES } from '../problem'
import { minorUnits } from './amount'
import { historyEntry } from './history'
import { paidTwice } from './payout'

export const exceptionChanged = z.strictObject({ id: z.string(), state: z.string(), version: z.int() })

export const oneOfSeveral = z.union([
  z.strictObject({ done: z.literal(true), id: z.string(), state: z.string(), version: z.int() }),
  z.strictObject({ done: z.literal(false), id: z.string(), code: z.enum(REJECTION_CODES), detail: z.string() }),
])

export const someone = z.strictObject({ id: z.string(), name: z.string() })

export const refusal = z.strictObject({
  code: z.string(),
  fails: z.int(),
  booked: z.int(),
  sums: z.array(z.strictObject({ currency: z.string(), amountMinor: minorUnits })),
})

export const exceptionRow = z.strictObject({
  id: z.string(),
  version: z.int(),
  state: z.enum(EXCEPTION_STATES),
  reference: z.string(),
  problem: z.string(),
  amountMinor: minorUnits.nullable(),
  currency: z.string().nullable(),
  companyName: z.string().nullable(),
  counterparty: z.string().nullable(),
  payeeName: z.string().nullable(),
  runId: z.string().nullable(),
  runReference: z.string().nullable(),
  owner: someone.nullable(),
  resolution: z.enum(['explained', ...RESOLUTIONS]).nullable(),
  matchedTo: z.string().nullable(),
  proposedBy: someone.nullable(),
  createdAt: z.string(),
  resolvedAt: z.string().nullable(),
  others: z.int(),
})

export const exceptionDetail = exceptionRow.extend({
  entry: z.strictObject({
    kind: z.string().nullable(),
    account: z.string().nullable(),
    bookedOn: z.string().nullable(),
    charges: z.record(z.string(), z.string()).nullable(),
    bankReference: z.string().nullable(),
    endToEndId: z.string().nullable(),
    blockId: z.string().nullable(),
    payments: z.int().nullable(),
    reasonCode: z.string().nullable(),
    reasonText: z.string().nullable(),
    status: z.string().nullable(),
    direction: z.enum(['debit', 'credit']).nullable(),
    amountMinor: minorUnits.nullable(),
    currency: z.string().nullable(),
  }),
  file: z.strictObject({ id: z.string(), fileName: z.string(), kind: z.string(), messageId: z.string() }),
  payoutId: z.string().nullable(),
  reason: z.string().nullable(),
  proposedAt: z.string().nullable(),
  confirmedBy: someone.nullable(),
  twice: paidTwice.nullable(),
  refusal: refusal.nullable(),
  handIn: z.strictObject({ act: z.enum(['prepared', ...HAND_ACTS]), reference: z.string() }).nullable(),
  history: z.array(historyEntry),
})

export const exceptionList = z.strictObject({
  rows: z.array(exceptionRow),
  counts: z.record(z.enum(EXCEPTION_STATES), z.int()),
  nextCursor: z.string().nullable(),
})

export const candidate = z.strictObject({
  id: z.string(),
  what: z.enum(['payment', 'block']),
  payoutId: z.string().nullable(),
  name: z.string(),
  accountLast4: z.string().nullable(),
  amountMinor: minorUnits,
  currency: z.string(),
  payments: z.int(),
  status: z.string(),
  runId: z.string(),
  runReference: z.string(),
  payDate: z.string(),
})

/** What became of each of several. */
export const severalExceptions = z.strictObject({ findings: z.array(oneOfSeveral) })

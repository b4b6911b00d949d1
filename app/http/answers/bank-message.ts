/** What routes answer of files to and from banks, and of what banks say in them. */
import { z } from 'zod'
import { minorUnits } from './amount'
import { total } from './run'

/** Where what takes two people has come to. */
const proposalChanged = z.strictObject({
  id: z.string(),
  state: z.enum(['proposed', 'withdrawn', 'refused', 'confirmed']),
  version: z.int(),
})

export const laterDay = proposalChanged.extend({ executionDate: z.string() })

export const denied = proposalChanged.extend({ received: z.literal(false) })

export const named = z.strictObject({ name: z.string(), email: z.string().nullable() })

export const byHand = z.strictObject({ proposedBy: named, confirmedBy: named, reason: z.string() })

/** What waits for a second person. */
const proposal = z.strictObject({
  by: z.string(),
  byId: z.string(),
  email: z.string().nullable(),
  reason: z.string(),
  at: z.string(),
  version: z.int(),
})

const messageRow = z.strictObject({
  id: z.string(),
  kind: z.string(),
  messageId: z.string(),
  fileName: z.string(),
  sha256: z.string().nullable(),
  status: z.string(),
  settled: z.int(),
  failed: z.int(),
  returned: z.int(),
  note: z.string().nullable(),
  byHand: byHand.nullable(),
  mayDownload: z.boolean(),
  createdAt: z.string(),
})

export const receivedRow = messageRow.extend({
  findings: z.int(),
  runs: z.array(z.strictObject({ id: z.string(), reference: z.string() })),
})

export const receivedPage = z.strictObject({ messages: z.array(receivedRow), next: z.string().nullable() })

export const bankMessageRow = messageRow.extend({
  direction: z.enum(['out', 'in']),
  payments: z.int(),
  isLate: z.boolean(),
  denial: proposal.nullable(),
  laterDay: proposal.extend({ date: z.string() }).nullable(),
  handOverBeganAt: z.string().nullable(),
  totals: z.array(total),
  findings: z.array(
    z.strictObject({
      id: z.string(),
      state: z.string(),
      resolution: z.string().nullable(),
      reference: z.string(),
      problem: z.string(),
      amountMinor: minorUnits.nullable(),
      currency: z.string().nullable(),
    }),
  ),
})

export const bankWords = z.strictObject({
  key: z.string(),
  kind: z.string(),
  of: z.enum(['payment', 'block', 'file']),
  reference: z.string(),
  status: z.string().nullable(),
  reasonCode: z.string().nullable(),
  reasonText: z.string().nullable(),
  bankReference: z.string().nullable(),
  counterparty: z.string().nullable(),
  parts: z.int().nullable(),
  amountMinor: minorUnits.nullable(),
  currency: z.string().nullable(),
  bookedOn: z.string().nullable(),
  fileName: z.string(),
  messageId: z.string(),
  fileKind: z.string(),
  at: z.string(),
})

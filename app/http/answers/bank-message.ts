/** What routes answer of files to and from banks, and of what banks say in them. */
import { z } from 'zod'
import { minorUnits } from './amount'
import { total } from './run'

export const laterDay = z.strictObject({
  id: z.string(),
  executionDate: z.string(),
  state: z.enum(['proposed', 'withdrawn', 'refused', 'confirmed']),
  version: z.int(),
})

export const denied = z.strictObject({
  id: z.string(),
  received: z.literal(false),
  state: z.enum(['proposed', 'withdrawn', 'refused', 'confirmed']),
  version: z.int(),
})

export const named = z.strictObject({ name: z.string(), email: z.string().nullable() })

export const byHand = z.strictObject({ proposedBy: named, confirmedBy: named, reason: z.string() })

export const receivedRow = z.strictObject({
  kind: z.string(),
  status: z.string(),
  id: z.string(),
  messageId: z.string(),
  fileName: z.string(),
  sha256: z.string().nullable(),
  note: z.string().nullable(),
  byHand: byHand.nullable(),
  mayDownload: z.boolean(),
  createdAt: z.string(),
  settled: z.int(),
  failed: z.int(),
  returned: z.int(),
  findings: z.int(),
  runs: z.array(z.strictObject({ id: z.string(), reference: z.string() })),
})

export const receivedPage = z.strictObject({ messages: z.array(receivedRow), next: z.string().nullable() })

export const bankMessageRow = z.strictObject({
  id: z.string(),
  direction: z.enum(['out', 'in']),
  kind: z.string(),
  messageId: z.string(),
  fileName: z.string(),
  sha256: z.string().nullable(),
  status: z.string(),
  payments: z.int(),
  settled: z.int(),
  failed: z.int(),
  returned: z.int(),
  note: z.string().nullable(),
  isLate: z.boolean(),
  byHand: byHand.nullable(),
  denial: z
    .strictObject({
      by: z.string(),
      byId: z.string(),
      email: z.string().nullable(),
      reason: z.string(),
      at: z.string(),
      version: z.int(),
    })
    .nullable(),
  laterDay: z
    .strictObject({
      date: z.string(),
      by: z.string(),
      byId: z.string(),
      email: z.string().nullable(),
      reason: z.string(),
      at: z.string(),
      version: z.int(),
    })
    .nullable(),
  mayDownload: z.boolean(),
  createdAt: z.string(),
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

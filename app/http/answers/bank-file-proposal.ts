/** What routes answer of a bank’s file that a person brings: what it would change, and the proposal to apply it. */
import { z } from 'zod'
import { minorUnits } from './amount'

export const applied = z.strictObject({
  place: z.string(),
  kind: z.enum(['pain.002', 'camt.053', 'camt.054', 'unreadable']),
  messageId: z.string(),
  outcome: z.enum(['applied', 'nothing-new', 'ignored', 'set-aside']),
  settled: z.int(),
  failed: z.int(),
  returned: z.int(),
  findings: z.int(),
  note: z.string().nullable(),
  notUnderstood: z.array(z.string()),
  runs: z.array(
    z.strictObject({
      id: z.string(),
      reference: z.string(),
      settled: z.int(),
      failed: z.int(),
      returned: z.int(),
      findings: z.int(),
    }),
  ),
})

export const proposalState = z.enum(['proposed', 'applied', 'withdrawn', 'refused'])

export const person = z.strictObject({ id: z.string(), name: z.string(), email: z.string().nullable() })

export const describedChange = z.strictObject({
  payoutId: z.string(),
  was: z.string(),
  becomes: z.string(),
  reasonCode: z.string().nullable(),
  reasonText: z.string().nullable(),
  bankReference: z.string().nullable(),
  bookedOn: z.string().nullable(),
  words: z.string().nullable(),
  name: z.string(),
  employeeNumber: z.string(),
  accountLast4: z.string(),
  amountMinor: minorUnits,
  currency: z.string(),
  runId: z.string(),
  runReference: z.string(),
  endToEndId: z.string().nullable(),
})

export const proposalRow = z.strictObject({
  id: z.string(),
  fileName: z.string(),
  sha256: z.string(),
  state: proposalState,
  version: z.int(),
  reason: z.string(),
  messages: z.array(applied),
  effect: z.string(),
  lookedAt: z.string(),
  proposedBy: person,
  proposedAt: z.string(),
  decidedBy: person.nullable(),
  decidedAt: z.string().nullable(),
  decidedReason: z.string().nullable(),
  payments: z.int(),
})

export const proposalDetail = proposalRow.extend({ changes: z.array(describedChange), next: z.int().nullable() })

export const proposed = z.strictObject({
  id: z.string(),
  state: proposalState,
  version: z.int(),
})

/** What a file would change, of which nothing is kept. */
export const bankFilePreview = z.strictObject({
  fileName: z.string(),
  sha256: z.string(),
  messages: z.array(applied),
  effect: z.string(),
  changes: z.array(describedChange),
  changesTotal: z.int(),
})

/** Comparisons of the stores, and what differs. */
import { z } from 'zod'
import { CAUSES, COMPARED_STORES, MISMATCH_KINDS, MISMATCH_STATES } from '@/operations/compare/causes'

export const tier = z.enum(['quick', 'deep'])

const copyOutcome = z.strictObject({
  copy: z.enum(['kafka', 'search', 'finance']),
  leftOut: z.string().nullable(),
  ahead: z.int(),
  older: z.int(),
})

export const comparison = z.strictObject({
  id: z.string(),
  tier,
  state: z.enum(['asked', 'running', 'done', 'failed']),
  askedBy: z.string().nullable(),
  askedAt: z.string(),
  beganAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  tookMs: z.number().nullable(),
  position: z.string().nullable(),
  payouts: z.int().nullable(),
  copies: z.array(copyOutcome),
  mismatches: z.int().nullable(),
  failure: z.string().nullable(),
})

const fieldDifference = z.strictObject({ field: z.string(), expected: z.string().nullable(), actual: z.string().nullable() })

const person = z.strictObject({ id: z.string(), name: z.string() })

export const mismatch = z.strictObject({
  id: z.string(),
  store: z.enum(COMPARED_STORES),
  kind: z.enum(MISMATCH_KINDS),
  subject: z.string(),
  cause: z.enum(CAUSES),
  fields: z.array(fieldDifference),
  tier: z.string(),
  position: z.string(),
  comparisonId: z.string(),
  foundAt: z.string(),
  seenAt: z.string(),
  state: z.enum(MISMATCH_STATES),
  stateSince: z.string(),
  owner: person.nullable(),
  explainedBy: person.nullable(),
  explanation: z.string().nullable(),
  proposedBy: person.nullable(),
  proposal: z.string().nullable(),
  version: z.int(),
})

/** How current a copy is, as every answer that comes from one says it. */
import { z } from 'zod'

export const freshnessState = z.enum(['fresh', 'late', 'incomplete', 'down'])

export const freshness = z.strictObject({
  store: z.enum(['ledger', 'search', 'finance']),
  state: freshnessState,
  coveredUntil: z.string().nullable(),
  position: z.string().nullable(),
  lagMs: z.number().nullable(),
  contractMs: z.number(),
  note: z.string().optional(),
  differing: z.int().optional(),
})

/** What was done with a run, payout or bank exception, as every history tells it. */
import { z } from 'zod'

export const historyEntry = z.strictObject({
  type: z.string(),
  version: z.int(),
  at: z.string(),
  actor: z.strictObject({ kind: z.enum(['user', 'process']), name: z.string(), email: z.string().nullable() }),
  reason: z.string().nullable(),
  state: z.record(z.string(), z.unknown()),
  published: z.boolean(),
})

import { z } from 'zod'
import { route } from '@/app/http/handle'
import { withReason } from '@/app/http/inputs'
import { endSession } from '@/payroll/upkeep/end-session'

const start = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/, 'A time in UTC with microseconds.')

/** Ends the session of Postgres that holds the relay back, if it still does: its work is rolled back. */
export const POST = route(
  {
    permission: 'operations:act',
    body: withReason.extend({
      pid: z.int().positive().max(2_147_483_647),
      xid: z.string().regex(/^\d{1,10}$/, 'The id of a transaction.'),
      backendStart: start,
      xactStart: start,
    }),
    response: z.strictObject({
      id: z.string(),
      pid: z.int(),
      found: z.strictObject({
        database: z.string(),
        user: z.string(),
        application: z.string(),
        client: z.string().nullable(),
        state: z.string().nullable(),
        ageSeconds: z.number(),
      }),
    }),
    errors: ['unsuited'],
  },
  async ({ ledger, body: { reason, ...meant }, call, answer }) => answer(await endSession(ledger, call(), meant, reason)),
)

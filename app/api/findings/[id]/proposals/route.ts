import { z } from 'zod'
import { exceptionChanged } from '@/app/http/answers/exception'
import { route } from '@/app/http/handle'
import { byId, reason } from '@/app/http/inputs'
import { proposeResolution } from '@/payroll/exceptions/resolve-exception'

const body = z.discriminatedUnion('resolution', [
  z.object({ resolution: z.literal('matched'), matchedTo: z.string({ error: 'Choose the payment.' }).min(1).max(35), reason }),
  z.object({
    resolution: z.enum(['written-off', 'returned-to-bank', 'applied', 'discarded', 'refused', 'dismissed']),
    matchedTo: z.null().default(null),
    reason,
  }),
])

/** Proposes how the finding is resolved; what concerns money waits for a second person. */
export const POST = route(
  {
    permission: 'findings:resolve',
    params: byId,
    body,
    versioned: true,
    response: exceptionChanged,
    errors: ['wrong-state', 'unsuited', 'no-match'],
  },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await proposeResolution(ledger, call(), { id: params.id, version: seenVersion }, body)),
)

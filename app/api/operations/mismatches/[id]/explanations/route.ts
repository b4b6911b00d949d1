import { z } from 'zod'
import { route } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { explainMismatch } from '@/payroll/mismatches/explain-mismatch'

/** Says why it is as it should be. In the ledger a second person must agree: it stays open until then. */
export const POST = route(
  {
    permission: 'operations:act',
    params: byId,
    body: withReason,
    versioned: true,
    response: z.strictObject({ id: z.string(), state: z.enum(['open', 'explained']), version: z.int() }),
    errors: ['wrong-state', 'four-eyes'],
  },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await explainMismatch(ledger, call(), { id: params.id, version: seenVersion }, body.reason)),
)

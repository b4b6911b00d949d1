import { z } from 'zod'
import { denied } from '@/app/http/answers/bank-message'
import { route } from '@/app/http/handle'
import { byId, reason } from '@/app/http/inputs'
import { denyTransmission } from '@/payroll/transmissions/deny-transmission'
import { affirmTransmission } from '@/payroll/transmissions/record-transmission'

const body = z.object({ received: z.boolean({ error: 'Say whether the bank got the file.' }), reason })

/** A person's answer to *Did the bank get this file?* Yes is recorded; no is a proposal that a second person confirms. */
export const POST = route(
  {
    permission: 'bank-files:answer',
    params: byId,
    body,
    response: z.union([z.strictObject({ received: z.literal(true) }), denied]),
    errors: ['wrong-state', 'proposed-before'],
  },
  async ({ ledger, params, body, call, answer }) =>
    body.received
      ? answer(await affirmTransmission(ledger, call(), params.id, body.reason))
      : answer(await denyTransmission(ledger, call(), params.id, body.reason)),
)

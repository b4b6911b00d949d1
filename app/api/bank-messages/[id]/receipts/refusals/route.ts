import { denied } from '@/app/http/answers/bank-message'
import { route } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { refuseDenial } from '@/payroll/transmissions/deny-transmission'

/** Refuses another's *no*, or takes one's own back. */
export const POST = route(
  {
    permission: 'bank-files:answer',
    params: byId,
    body: withReason,
    versioned: true,
    response: denied,
    errors: ['wrong-state', 'proposal-changed'],
  },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await refuseDenial(ledger, call(), params.id, seenVersion, body.reason)),
)

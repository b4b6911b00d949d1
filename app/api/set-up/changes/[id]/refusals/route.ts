import { decidedChange } from '@/app/http/answers/set-up'
import { route } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { refuseSetUpChange } from '@/payroll/set-up/decide-change'

/** Refuses a proposed change; of one's own it is withdrawn. */
export const POST = route(
  {
    permission: 'set-up:change',
    params: byId,
    body: withReason,
    versioned: true,
    response: decidedChange,
    errors: ['wrong-state', 'proposal-changed'],
  },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await refuseSetUpChange(ledger, call(), params.id, seenVersion, body.reason)),
)

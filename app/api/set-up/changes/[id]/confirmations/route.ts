import { decidedChange } from '@/app/http/answers/set-up'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { confirmSetUpChange } from '@/payroll/set-up/decide-change'

/** Makes the change that another administrator proposed. */
export const POST = route(
  {
    permission: 'set-up:change',
    params: byId,
    versioned: true,
    response: decidedChange,
    errors: ['wrong-state', 'proposal-changed', 'four-eyes', 'unsuited', 'field'],
  },
  async ({ ledger, sendsMail, params, call, seenVersion, answer }) =>
    answer(await confirmSetUpChange(ledger, call(), params.id, seenVersion, sendsMail)),
)

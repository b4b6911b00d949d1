import { laterDay } from '@/app/http/answers/bank-message'
import { route } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { refuseLaterDay } from '@/payroll/transmissions/move-execution-date'

/** Refuses another's proposal of a later day, or takes one's own back. */
export const POST = route(
  {
    permission: 'bank-files:answer',
    params: byId,
    body: withReason,
    versioned: true,
    response: laterDay,
    errors: ['wrong-state', 'pay-date', 'proposal-changed'],
  },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await refuseLaterDay(ledger, call(), params.id, seenVersion, body.reason)),
)

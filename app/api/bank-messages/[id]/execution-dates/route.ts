import { laterDay } from '@/app/http/answers/bank-message'
import { route } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { proposeLaterDay } from '@/payroll/transmissions/move-execution-date'

/** Proposes that a file which was kept back because it came too late goes out for the next day its bank can pay. */
export const POST = route(
  {
    permission: 'bank-files:answer',
    params: byId,
    body: withReason,
    response: laterDay,
    errors: ['wrong-state', 'pay-date', 'proposed-before'],
  },
  async ({ ledger, params, body, call, answer }) => answer(await proposeLaterDay(ledger, call(), params.id, body.reason)),
)

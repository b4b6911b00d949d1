import { laterDay } from '@/app/http/answers/bank-message'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { confirmLaterDay } from '@/payroll/transmissions/move-execution-date'

/** Confirms the later day that another proposed: the file goes to the bank for it. */
export const POST = route(
  {
    permission: 'bank-files:answer',
    params: byId,
    versioned: true,
    response: laterDay,
    errors: ['wrong-state', 'pay-date', 'proposal-changed', 'four-eyes', 'hand-in-run'],
  },
  async ({ ledger, params, call, seenVersion, answer }) => answer(await confirmLaterDay(ledger, call(), params.id, seenVersion)),
)

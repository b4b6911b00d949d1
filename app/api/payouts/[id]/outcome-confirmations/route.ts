import { outcomeChanged } from '@/app/http/answers/payout'
import { route } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { confirmOutcome } from '@/payroll/runs/settle-outcome'

/** Confirms the proposal, by somebody else. If-Match is the proposal's version. */
export const POST = route(
  {
    permission: 'runs:approve',
    params: byId,
    body: withReason,
    versioned: true,
    response: outcomeChanged,
    errors: ['wrong-state', 'four-eyes'],
  },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await confirmOutcome(ledger, call(), params.id, seenVersion, body.reason)),
)

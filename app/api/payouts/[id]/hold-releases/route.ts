import { payoutChanged } from '@/app/http/answers/payout'
import { route } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { releaseHold } from '@/payroll/runs/hold-payout'

export const POST = route(
  {
    permission: 'payouts:hold',
    params: byId,
    body: withReason,
    versioned: true,
    response: payoutChanged,
    errors: ['wrong-state', 'hand-in-run'],
  },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await releaseHold(ledger, call(), params.id, seenVersion, body.reason)),
)

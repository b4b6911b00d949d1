import { proposed } from '@/app/http/answers/bank-file-proposal'
import { route } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { endProposal } from '@/payroll/statements/by-hand'

/** Refuses another's proposal, or withdraws one's own. */
export const POST = route(
  {
    permission: 'bank-files:apply',
    params: byId,
    body: withReason,
    versioned: true,
    response: proposed,
    errors: ['wrong-state', 'proposal-changed'],
  },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await endProposal(ledger, call(), { id: params.id, version: seenVersion }, body.reason)),
)

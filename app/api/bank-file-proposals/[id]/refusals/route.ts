import { handle } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { endProposal } from '@/payroll/statements/by-hand'

/** Refuses another's proposal, or withdraws one's own. */
export const POST = handle(
  { permission: 'bank-files:apply', params: byId, body: withReason, versioned: true },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await endProposal(ledger, call(), { id: params.id, version: seenVersion }, body.reason)),
)

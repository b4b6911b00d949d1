import { exceptionChanged } from '@/app/http/answers/exception'
import { route } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { refuseResolution } from '@/payroll/exceptions/resolve-exception'

/** Does not confirm a proposal, or takes one's own back. */
export const POST = route(
  { permission: 'findings:resolve', params: byId, body: withReason, versioned: true, response: exceptionChanged, errors: ['wrong-state'] },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await refuseResolution(ledger, call(), { id: params.id, version: seenVersion }, body.reason)),
)

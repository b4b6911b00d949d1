import { closeChanged } from '@/app/http/answers/month'
import { route } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { withdrawClose } from '@/payroll/months/prepare-close'

/** Takes a close back that is prepared and not closed. */
export const POST = route(
  { permission: 'finance:close', params: byId, body: withReason, versioned: true, response: closeChanged, errors: ['wrong-state'] },
  async ({ ledger, params: { id }, body, call, seenVersion, answer }) =>
    answer(await withdrawClose(ledger, call(), { id, version: seenVersion }, body.reason)),
)

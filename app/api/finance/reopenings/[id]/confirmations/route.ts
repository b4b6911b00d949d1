import { reopeningChanged } from '@/app/http/answers/month'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { decideReopening } from '@/payroll/months/reopen-month'

/** Opens the month again, as somebody else asked for. */
export const POST = route(
  { permission: 'finance:close', params: byId, response: reopeningChanged, errors: ['wrong-state', 'four-eyes', 'unsuited'] },
  async ({ ledger, params, call, answer }) => answer(await decideReopening(ledger, call(), params.id, 'done')),
)

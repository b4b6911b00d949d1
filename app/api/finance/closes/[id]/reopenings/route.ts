import { reopeningChanged } from '@/app/http/answers/month'
import { route } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { askReopening } from '@/payroll/months/reopen-month'

/** Asks to open a closed month again; another person confirms it. The latest month comes first. */
export const POST = route(
  {
    permission: 'finance:close',
    params: byId,
    body: withReason,
    versioned: true,
    response: reopeningChanged,
    errors: ['wrong-state', 'proposed-before', 'unsuited'],
  },
  async ({ ledger, params: { id }, body, call, seenVersion, answer }) =>
    answer(await askReopening(ledger, call(), { id, version: seenVersion }, body.reason)),
)

import { askedRepair } from '@/app/http/answers/repair'
import { route } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { cancelRepair } from '@/payroll/repairs/ask-repair'

/** Gives it up; what was made so far is taken away, and the old copy never stopped answering. */
export const POST = route(
  { permission: 'operations:act', params: byId, body: withReason, response: askedRepair, errors: ['wrong-state'] },
  async ({ ledger, params, body, call, answer }) => answer(await cancelRepair(ledger, call(), params.id, body.reason)),
)

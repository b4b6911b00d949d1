import { askedRepair } from '@/app/http/answers/repair'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { confirmDiscard } from '@/payroll/repairs/ask-letters'

/** A second person confirms that dead letters are given up. */
export const POST = route(
  { permission: 'operations:act', params: byId, response: askedRepair, errors: ['wrong-state', 'four-eyes'] },
  async ({ ledger, params, call, answer }) => answer(await confirmDiscard(ledger, call(), params.id)),
)

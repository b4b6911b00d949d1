import { denied } from '@/app/http/answers/bank-message'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { confirmDenial } from '@/payroll/transmissions/deny-transmission'

/** Confirms that the bank does not have the file: it is handed over again. */
export const POST = route(
  {
    permission: 'bank-files:answer',
    params: byId,
    versioned: true,
    response: denied,
    errors: ['wrong-state', 'proposal-changed', 'four-eyes', 'hand-in-run'],
  },
  async ({ ledger, params, call, seenVersion, answer }) => answer(await confirmDenial(ledger, call(), params.id, seenVersion)),
)

import { handle } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { confirmDenial } from '@/payroll/transmissions/deny-transmission'

/** Confirms that the bank does not have the file: it is handed over again. */
export const POST = handle(
  { permission: 'bank-files:answer', params: byId, versioned: true },
  async ({ ledger, params, call, seenVersion, answer }) => answer(await confirmDenial(ledger, call(), params.id, seenVersion)),
)

import { handle } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { confirmLaterDay } from '@/payroll/transmissions/move-execution-date'

/** Confirms the later day that another proposed: the file goes to the bank for it. */
export const POST = handle(
  { permission: 'bank-files:answer', params: byId, versioned: true },
  async ({ ledger, params, call, seenVersion, answer }) => answer(await confirmLaterDay(ledger, call(), params.id, seenVersion)),
)

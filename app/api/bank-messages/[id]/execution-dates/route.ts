import { handle } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { moveExecutionDate } from '@/payroll/commands/move-execution-date'

const route = { permission: 'bank-files:answer', params: byId, body: withReason } as const

/** A file that was kept back because it came too late: it goes out with the next day its bank can pay. */
export const POST = handle(route, async ({ ledger, params, body, call, answer }) =>
  answer(await moveExecutionDate(ledger, call(), params.id, body.reason)),
)

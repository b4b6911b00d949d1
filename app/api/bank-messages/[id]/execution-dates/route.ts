import { handle } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { proposeLaterDay } from '@/payroll/transmissions/move-execution-date'

const route = { permission: 'bank-files:answer', params: byId, body: withReason } as const

/** Proposes that a file which was kept back because it came too late goes out for the next day its bank can pay. */
export const POST = handle(route, async ({ ledger, params, body, call, answer }) =>
  answer(await proposeLaterDay(ledger, call(), params.id, body.reason)),
)

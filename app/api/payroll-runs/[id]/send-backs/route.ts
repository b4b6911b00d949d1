import { handle } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { sendBackRun } from '@/payroll/runs/send-back-run'

const route = { permission: 'runs:approve', params: byId, body: withReason, versioned: true } as const

export const POST = handle(route, async ({ ledger, params, body, call, seenVersion, answer }) =>
  answer(await sendBackRun(ledger, call(), params.id, seenVersion, body.reason)),
)

import { handle } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { cancelRun } from '@/payroll/runs/cancel-run'

const route = { permission: 'runs:prepare', params: byId, body: withReason, versioned: true } as const

export const POST = handle(route, async ({ ledger, params, body, call, seenVersion, answer }) =>
  answer(await cancelRun(ledger, call(), params.id, seenVersion, body.reason)),
)

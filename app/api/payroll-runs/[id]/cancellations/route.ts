import { runChanged } from '@/app/http/answers/run'
import { route } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { cancelRun } from '@/payroll/runs/cancel-run'

export const POST = route(
  { permission: 'runs:prepare', params: byId, body: withReason, versioned: true, response: runChanged, errors: ['wrong-state'] },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await cancelRun(ledger, call(), params.id, seenVersion, body.reason)),
)

import { runChanged } from '@/app/http/answers/run'
import { route } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { sendBackRun } from '@/payroll/runs/send-back-run'

export const POST = route(
  { permission: 'runs:approve', params: byId, body: withReason, versioned: true, response: runChanged, errors: ['wrong-state'] },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await sendBackRun(ledger, call(), params.id, seenVersion, body.reason)),
)

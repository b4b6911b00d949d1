import { handle } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { submitRun } from '@/payroll/commands/submit-run'

export const POST = handle(
  { permission: 'runs:prepare', params: byId, versioned: true },
  async ({ ledger, params, call, seenVersion, answer }) => answer(await submitRun(ledger, call(), params.id, seenVersion)),
)

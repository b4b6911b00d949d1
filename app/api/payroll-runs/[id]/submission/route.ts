import { z } from 'zod'
import { runChanged } from '@/app/http/answers/run'
import { route } from '@/app/http/handle'
import { acceptance, byId } from '@/app/http/inputs'
import { submitRun } from '@/payroll/runs/submit-run'

const body = z.object({ repetition: acceptance.optional() })

export const POST = route(
  {
    permission: 'runs:prepare',
    params: byId,
    body,
    versioned: true,
    response: runChanged,
    errors: ['wrong-state', 'sepa-only', 'pay-date', 'repeated'],
  },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await submitRun(ledger, call(), params.id, seenVersion, body.repetition)),
)

import { z } from 'zod'
import { handle } from '@/app/http/handle'
import { acceptance, byId } from '@/app/http/inputs'
import { submitRun } from '@/payroll/runs/submit-run'

const body = z.object({ repetition: acceptance.optional() })

export const POST = handle(
  { permission: 'runs:prepare', params: byId, body, versioned: true },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await submitRun(ledger, call(), params.id, seenVersion, body.repetition)),
)

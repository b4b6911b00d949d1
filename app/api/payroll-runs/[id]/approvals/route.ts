import { z } from 'zod'
import { runChanged } from '@/app/http/answers/run'
import { route } from '@/app/http/handle'
import { acceptance, byId } from '@/app/http/inputs'
import { approveRun } from '@/payroll/runs/approve-run'

const body = z.object({
  seal: z.string().regex(/^[0-9a-f]{64}$/, 'Send the seal you looked at.'),
  repetition: acceptance.optional(),
})

export const POST = route(
  {
    permission: 'runs:approve',
    params: byId,
    body,
    versioned: true,
    response: runChanged,
    errors: ['wrong-state', 'four-eyes', 'seal-changed', 'pay-date', 'repeated'],
  },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await approveRun(ledger, call(), params.id, seenVersion, body.seal, body.repetition)),
)

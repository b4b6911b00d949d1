import { z } from 'zod'
import { handle } from '@/app/http/handle'
import { acceptance, byId } from '@/app/http/inputs'
import { approveRun } from '@/payroll/runs/approve-run'

const body = z.object({
  seal: z.string().regex(/^[0-9a-f]{64}$/, 'Send the seal you looked at.'),
  repetition: acceptance.optional(),
})

export const POST = handle(
  { permission: 'runs:approve', params: byId, body, versioned: true },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await approveRun(ledger, call(), params.id, seenVersion, body.seal, body.repetition)),
)

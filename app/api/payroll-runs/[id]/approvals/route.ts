import { z } from 'zod'
import { type FreshCode, takeFreshCode } from '@/access/fresh-code'
import { runChanged } from '@/app/http/answers/run'
import { route } from '@/app/http/handle'
import { acceptance, byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { approveRun } from '@/payroll/runs/approve-run'

const body = z.object({
  seal: z.string().regex(/^[0-9a-f]{64}$/, 'Send the seal you looked at.'),
  repetition: acceptance.optional(),
  /** Of the approver's authenticator app, for a run above its company's limit. */
  code: z
    .string()
    .regex(/^\d{6}$/, 'Enter the six digits that your authenticator app shows now.')
    .optional(),
})

const WHY: Partial<Record<FreshCode, string>> = {
  wrong: 'This code is wrong. Enter the one that your authenticator app shows now. If your phone’s clock is off, so are its codes.',
  used: 'You have used this code already. Wait for the next one.',
  blocked: 'Too many wrong codes. Wait 10 minutes, then try again.',
}

export const POST = route(
  {
    permission: 'runs:approve',
    params: byId,
    body,
    versioned: true,
    response: runChanged,
    errors: ['wrong-state', 'four-eyes', 'seal-changed', 'pay-date', 'repeated', 'code-needed', 'field'],
  },
  async (context) => {
    const { ledger, params, body, call, seenVersion, answer, request, now, traceId } = context
    const code = await takeFreshCode({ ...context, headers: request.headers }, body.code, now)
    const reason = WHY[code]
    if (reason !== undefined) return problemOf({ code: 'field', field: 'code', reason }, traceId)
    // The code is not part of what is asked: the same approval with the next code is the same request.
    const { code: _, ...meaning } = body
    return answer(await approveRun(ledger, call(meaning), params.id, seenVersion, body.seal, body.repetition, code === 'given'))
  },
)

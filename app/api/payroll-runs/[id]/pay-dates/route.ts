import { z } from 'zod'
import { runChanged } from '@/app/http/answers/run'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { changePayDate } from '@/payroll/runs/change-pay-date'

const body = z.object({ payDate: z.iso.date({ error: 'A pay date looks like 2026-11-25.' }) })

export const POST = route(
  { permission: 'runs:prepare', params: byId, body, versioned: true, response: runChanged, errors: ['wrong-state', 'pay-date'] },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await changePayDate(ledger, call(), params.id, seenVersion, body.payDate)),
)

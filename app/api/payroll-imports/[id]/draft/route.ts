import { z } from 'zod'
import { createdRun } from '@/app/http/answers/run'
import { route } from '@/app/http/handle'
import { acceptance, byId, reason } from '@/app/http/inputs'
import { draftImport } from '@/payroll/imports/draft-import'

const body = z.object({
  leaveOut: z.object({ rows: z.int().min(1), reason }).optional(),
  payDate: z.iso.date({ error: 'A pay date looks like 2026-11-25.' }).optional(),
  repetition: acceptance.optional(),
})

export const POST = route(
  {
    permission: 'runs:prepare',
    params: byId,
    body,
    statuses: [201],
    response: createdRun,
    errors: ['wrong-state', 'imported-before', 'rows', 'repeated', 'unsuited'],
  },
  async ({ ledger, params, body, call, answer }) =>
    answer(await draftImport(ledger, call(), params.id, { ...body, acceptance: body.repetition }), (run) => `/api/payroll-runs/${run.id}`),
)

import { z } from 'zod'
import { handle } from '@/app/http/handle'
import { acceptance, byId, reason } from '@/app/http/inputs'
import { draftImport } from '@/payroll/imports/draft-import'

const body = z.object({
  leaveOut: z.object({ rows: z.int().min(1), reason }).optional(),
  payDate: z.iso.date({ error: 'A pay date looks like 2026-11-25.' }).optional(),
  repetition: acceptance.optional(),
})

export const POST = handle({ permission: 'runs:prepare', params: byId, body }, async ({ ledger, params, body, call, answer }) =>
  answer(await draftImport(ledger, call(), params.id, { ...body, acceptance: body.repetition }), (run) => `/api/payroll-runs/${run.id}`),
)

import { z } from 'zod'
import { handle } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { viewerOf } from '@/app/http/viewer'
import { LINE_CHOICES, listLines } from '@/payroll/queries/run-lines'

const query = z.object({
  only: z.enum(LINE_CHOICES).default('all'),
  text: z.string().max(100).optional(),
  after: z.coerce.number().int().min(0).default(0),
})

export const GET = handle({ permission: 'runs:read', params: byId, query }, ({ ledger, session, params, query }) =>
  listLines(ledger, viewerOf(session), params.id, { ...query, text: query.text ?? null }),
)

import { z } from 'zod'
import { linePage } from '@/app/http/answers/run'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { viewerOf } from '@/app/http/viewer'
import { readRun } from '@/payroll/runs/run'
import { LINE_CHOICES, listLines } from '@/payroll/runs/run-lines'

const query = z.object({
  only: z.enum(LINE_CHOICES).default('all'),
  text: z.string().max(100).optional(),
  after: z.coerce.number().int().min(0).default(0),
})

export const GET = route(
  { permission: 'runs:read', params: byId, query, response: linePage },
  async ({ ledger, session, params, query, traceId }) => {
    const run = await readRun(ledger, viewerOf(session), params.id)
    if (!run) return problemOf({ code: 'not-found', what: 'run' }, traceId)
    return listLines(ledger, viewerOf(session), run.id, { ...query, text: query.text ?? null })
  },
)

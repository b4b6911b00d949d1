import { z } from 'zod'
import { historyEntry } from '@/app/http/answers/history'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { viewerOf } from '@/app/http/viewer'
import { readHistory } from '@/payroll/runs/history'
import { readRun } from '@/payroll/runs/run'

export const GET = route(
  { permission: 'runs:read', params: byId, response: z.strictObject({ entries: z.array(historyEntry) }) },
  async ({ ledger, session, params, traceId }) => {
    const run = await readRun(ledger, viewerOf(session), params.id)
    return run ? { entries: await readHistory(ledger, run.id) } : problemOf({ code: 'not-found', what: 'run' }, traceId)
  },
)

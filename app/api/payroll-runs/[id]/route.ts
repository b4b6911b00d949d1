import { handle } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { viewerOf } from '@/app/http/viewer'
import { readRun } from '@/payroll/runs/run'
import { listRunWords } from '@/payroll/statements/bank-words'

export const GET = handle({ permission: 'runs:read', params: byId }, async ({ ledger, session, params, traceId }) => {
  const run = await readRun(ledger, viewerOf(session), params.id)
  if (!run) return problemOf({ code: 'not-found', what: 'run' }, traceId)
  const bankWords = await listRunWords(ledger, viewerOf(session), run.id)
  return Response.json({ ...run, bankWords }, { headers: { etag: `"${run.version}"`, 'cache-control': 'no-store' } })
})

import { handle } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { viewerOf } from '@/app/http/viewer'
import { listCandidates } from '@/payroll/exceptions/exception-candidates'
import { readException } from '@/payroll/exceptions/exceptions'

/** One finding, with the payments it may have meant. */
export const GET = handle({ permission: 'findings:read', params: byId }, async ({ ledger, session, params, traceId }) => {
  const finding = await readException(ledger, viewerOf(session), params.id)
  if (!finding) return problemOf({ code: 'not-found', what: 'finding' }, traceId)
  const candidates = finding.state === 'open' ? await listCandidates(ledger, viewerOf(session), finding.id) : []
  return Response.json({ ...finding, candidates }, { headers: { etag: `"${finding.version}"`, 'cache-control': 'no-store' } })
})

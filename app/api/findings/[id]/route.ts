import { z } from 'zod'
import { versioned } from '@/app/http/answer'
import { candidate, exceptionDetail } from '@/app/http/answers/exception'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { viewerOf } from '@/app/http/viewer'
import { listCandidates } from '@/payroll/exceptions/exception-candidates'
import { readException } from '@/payroll/exceptions/exceptions'

/** One finding, with the payments it may have meant. */
export const GET = route(
  { permission: 'findings:read', params: byId, response: exceptionDetail.extend({ candidates: z.array(candidate) }) },
  async ({ ledger, session, params, traceId }) => {
    const finding = await readException(ledger, viewerOf(session), params.id)
    if (!finding) return problemOf({ code: 'not-found', what: 'finding' }, traceId)
    const candidates = finding.state === 'open' ? await listCandidates(ledger, viewerOf(session), finding.id) : []
    return versioned({ ...finding, candidates })
  },
)

import { z } from 'zod'
import { versioned } from '@/app/http/answer'
import { proposalDetail } from '@/app/http/answers/bank-file-proposal'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { viewerOf } from '@/app/http/viewer'
import { readProposal } from '@/payroll/statements/bank-file-proposals'

const query = z.object({ after: z.coerce.number().int().min(0).default(0) })

/** A bank's file by hand with what it changes, payment by payment. */
export const GET = route(
  { permission: 'runs:read', params: byId, query, response: proposalDetail },
  async ({ ledger, session, params, query, traceId }) => {
    const proposal = await readProposal(ledger, viewerOf(session), params.id, query.after)
    if (!proposal) return problemOf({ code: 'not-found', what: 'file' }, traceId)
    return versioned(proposal)
  },
)

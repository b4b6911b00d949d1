import { z } from 'zod'
import { handle } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { viewerOf } from '@/app/http/viewer'
import { readProposal } from '@/payroll/statements/bank-file-proposals'

const query = z.object({ after: z.coerce.number().int().min(0).default(0) })

/** A bank's file by hand with what it changes, payment by payment. */
export const GET = handle({ permission: 'runs:read', params: byId, query }, async ({ ledger, session, params, query, traceId }) => {
  const proposal = await readProposal(ledger, viewerOf(session), params.id, query.after)
  if (!proposal) return problemOf({ code: 'not-found', what: 'file' }, traceId)
  return Response.json(proposal, { headers: { etag: `"${proposal.version}"`, 'cache-control': 'no-store' } })
})

import { handle } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { viewerOf } from '@/app/http/viewer'
import { readPayout } from '@/payroll/statements/payout'

export const GET = handle({ permission: 'payouts:read', params: byId }, async ({ ledger, session, params, traceId }) => {
  const payout = await readPayout(ledger, viewerOf(session), params.id)
  if (!payout) return problemOf({ code: 'not-found', what: 'payout' }, traceId)
  return Response.json(payout, { headers: { etag: `"${payout.version}"`, 'cache-control': 'no-store' } })
})

import { versioned } from '@/app/http/answer'
import { payoutDetail } from '@/app/http/answers/payout'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { viewerOf } from '@/app/http/viewer'
import { readPayout } from '@/payroll/runs/payout'

export const GET = route(
  { permission: 'payouts:read', params: byId, response: payoutDetail },
  async ({ ledger, session, params, traceId }) => {
    const payout = await readPayout(ledger, viewerOf(session), params.id)
    if (!payout) return problemOf({ code: 'not-found', what: 'payout' }, traceId)
    return versioned(payout)
  },
)

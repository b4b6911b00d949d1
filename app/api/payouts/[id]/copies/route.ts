import { payoutCopies } from '@/app/http/answers/copies'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { viewerOf } from '@/app/http/viewer'
import { readCopies } from '@/desks/operations/read-copies'
import { readPayout } from '@/payroll/statements/payout'

/** The same for whoever may see this payout. */
export const GET = route({ permission: 'payouts:read', params: byId, response: payoutCopies }, async (context) => {
  const { ledger, session, params, traceId } = context
  const payout = await readPayout(ledger, viewerOf(session), params.id)
  const found = payout && (await readCopies(context, payout.id))
  return found ?? problemOf({ code: 'not-found', what: 'payout' }, traceId)
})

import { payoutCopies } from '@/app/http/answers/copies'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { readCopies } from '@/desks/operations/read-copies'

/** One payout in ledger, search and finance as they are now, and why they differ. */
export const GET = route({ permission: 'operations:read', params: byId, response: payoutCopies }, async (context) => {
  const found = await readCopies(context, context.params.id)
  return found ?? problemOf({ code: 'not-found', what: 'payout' }, context.traceId)
})

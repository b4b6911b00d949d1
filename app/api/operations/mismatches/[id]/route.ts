import { versioned } from '@/app/http/answer'
import { mismatch } from '@/app/http/answers/comparison'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { readMismatch } from '@/operations/compare/mismatches'

/** One difference, field by field. */
export const GET = route({ permission: 'operations:read', params: byId, response: mismatch }, async ({ ledger, params, traceId }) => {
  const found = await readMismatch(ledger, params.id)
  return found ? versioned(found) : problemOf({ code: 'not-found', what: 'mismatch' }, traceId)
})

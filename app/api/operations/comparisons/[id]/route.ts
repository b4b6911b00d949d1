import { comparison } from '@/app/http/answers/comparison'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { listComparisons } from '@/operations/compare/comparisons'

/** One comparison, under way or done. */
export const GET = route(
  { permission: 'operations:read', params: byId, response: comparison },
  async ({ ledger, params, traceId }) =>
    (await listComparisons(ledger, params.id))[0] ?? problemOf({ code: 'not-found', what: 'comparison' }, traceId),
)

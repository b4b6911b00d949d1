import { repair } from '@/app/http/answers/repair'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { readRepair } from '@/operations/repairs/read-repairs'

/** One repair: how far it is, or how it ended. */
export const GET = route(
  { permission: 'operations:read', params: byId, response: repair },
  async ({ ledger, params, traceId }) => (await readRepair(ledger, params.id)) ?? problemOf({ code: 'not-found', what: 'repair' }, traceId),
)

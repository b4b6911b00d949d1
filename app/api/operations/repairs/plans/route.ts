import { askedFor, plan } from '@/app/http/answers/repair'
import { route } from '@/app/http/handle'
import { problemOf } from '@/app/http/problem'
import { planRepair } from '@/payroll/repairs/plan-repair'

/** What a repair would do: how many payouts, how many events, and how long it took the last time. Nothing is done. */
export const POST = route(
  { permission: 'operations:read', body: askedFor, response: plan, errors: ['unsuited', 'wrong-state', 'not-found'] },
  async ({ ledger, body: { kind, ...about }, traceId }) => {
    const planned = await planRepair(ledger, kind, about)
    return 'code' in planned ? problemOf(planned, traceId) : planned
  },
)

import { askedFor, askedRepair, repairs } from '@/app/http/answers/repair'
import { route } from '@/app/http/handle'
import { withReason } from '@/app/http/inputs'
import { listRepairs } from '@/operations/repairs/read-repairs'
import { askRepair } from '@/payroll/repairs/ask-repair'

/** The newest fifty. */
export const GET = route({ permission: 'operations:read', response: repairs }, async ({ ledger }) => ({
  repairs: await listRepairs(ledger),
}))

/** Asks for one; the process that writes the copy does it. */
export const POST = route(
  {
    permission: 'operations:act',
    body: withReason.extend(askedFor.shape),
    response: askedRepair,
    statuses: [201],
    errors: ['unsuited', 'wrong-state'],
  },
  async ({ ledger, body: { kind, reason, ...about }, call, answer }) =>
    answer(await askRepair(ledger, call(), kind, reason, about), ({ id }) => `/api/operations/repairs/${id}`),
)

import { z } from 'zod'
import { askedRepair, repairs } from '@/app/http/answers/repair'
import { route } from '@/app/http/handle'
import { withReason } from '@/app/http/inputs'
import { listRepairs, planRebuild } from '@/operations/repairs/read-repairs'
import { REPAIR_KINDS } from '@/operations/repairs/repair'
import { askRepair } from '@/payroll/repairs/ask-repair'

/** The newest fifty, and what one would have to do. */
export const GET = route({ permission: 'operations:read', response: repairs }, async ({ ledger }) => {
  const [listed, plan] = await Promise.all([listRepairs(ledger), planRebuild(ledger)])
  return { repairs: listed, plan }
})

/** Asks for one; the process that writes the copy does it. */
export const POST = route(
  {
    permission: 'operations:act',
    body: withReason.extend({ kind: z.enum(REPAIR_KINDS) }),
    response: askedRepair,
    statuses: [201],
    errors: ['unsuited'],
  },
  async ({ ledger, body, call, answer }) =>
    answer(await askRepair(ledger, call(), body.kind, body.reason), ({ id }) => `/api/operations/repairs/${id}`),
)

import { monthView } from '@/app/http/answers/month'
import { route } from '@/app/http/handle'
import { byMonth } from '@/app/http/inputs'
import { readMonth } from '@/desks/months/read-month'

/** Its checklist, its closes and their packs. */
export const GET = route({ permission: 'finance:read', params: byMonth, response: monthView }, async ({ ledger, financeDir, params }) =>
  readMonth({ ledger, financeDir }, params.id),
)

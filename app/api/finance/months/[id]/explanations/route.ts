import { z } from 'zod'
import { explained } from '@/app/http/answers/month'
import { route } from '@/app/http/handle'
import { byMonth, withReason } from '@/app/http/inputs'
import { EXPLAINABLE } from '@/payroll/months/checklist'
import { explainItem } from '@/payroll/months/explain-item'

const SUBJECTS_MAX = 1_000

/** Says why runs, files or exceptions are no obstacle to closing the month. */
export const POST = route(
  {
    permission: 'finance:close',
    params: byMonth,
    body: withReason.extend({ item: z.enum(EXPLAINABLE), subjects: z.array(z.string().max(200)).min(1).max(SUBJECTS_MAX) }),
    response: explained,
    errors: ['unsuited'],
  },
  async ({ ledger, params, body: { reason, item, subjects }, call, answer }) =>
    answer(await explainItem(ledger, call(), { month: params.id, item, subjects }, reason)),
)

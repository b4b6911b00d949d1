import { restatement } from '@/app/http/answers/month'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problem, problemOf } from '@/app/http/problem'
import { readRestatement } from '@/desks/months/restatements'
import { readClose } from '@/payroll/months/closes'

/** What the month would be today, and how that differs from what it was closed on. */
export const GET = route(
  { permission: 'finance:read', params: byId, response: restatement, errors: ['not-published'] },
  async ({ ledger, financeDir, params: { id }, traceId }) => {
    const close = await readClose(ledger, id)
    if (!close) return problemOf({ code: 'not-found', what: 'month-close' }, traceId)
    const found = await readRestatement({ ledger, financeDir }, close)
    if (found) return found
    const detail = 'There are no figures to compare with, or the pack of this close is gone.'
    return problem({ status: 503, code: 'not-published', title: 'No figures yet', detail }, traceId, { 'retry-after': '5' })
  },
)

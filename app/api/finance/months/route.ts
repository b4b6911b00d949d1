import { monthsToClose } from '@/app/finance/months-to-close'
import { monthRows } from '@/app/http/answers/month'
import { route } from '@/app/http/handle'
import { readMonths } from '@/desks/months/read-month'

/** Months that have ended, and whether they are closed; the newest first. */
export const GET = route({ permission: 'finance:read', response: monthRows }, async ({ ledger, finance, session, now }) => ({
  months: await readMonths(ledger, await monthsToClose(finance, session, now)),
}))

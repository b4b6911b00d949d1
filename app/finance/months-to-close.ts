/** Which months can be closed or were: from the first of which there are figures to the one before this. */
import type { Session } from '@/access/session'
import type { Reader } from '@/finance/reader'
import { MONTHS_MAX, monthBefore, monthOf, monthsBetween } from './months'

const WITHOUT_FIGURES = 6

export async function monthsToClose(finance: Reader, { companies }: Pick<Session, 'companies'>, now: Date): Promise<string[]> {
  const last = monthBefore(monthOf(now), 1)
  const { firstMonth } = await finance.choices(companies).catch(() => ({ firstMonth: null }))
  const earliest = monthBefore(last, MONTHS_MAX - 1)
  const [, first = earliest] = [firstMonth ?? monthBefore(last, WITHOUT_FIGURES - 1), earliest].sort()
  return monthsBetween(first, last)
}

/** Where saved questions are asked. */
import type { QuestionPage } from '@/payroll/finance-desk/questions'
import { type FinancePath, financeHref } from '../finance-url'

export const pathOf = (page: QuestionPage): FinancePath => (page === 'overview' ? '/finance' : `/finance/${page}`)

/** The page with its choices, or with the text of SQL. */
export function questionHref({ id, page, asks }: { id: string; page: QuestionPage; asks: string }): string {
  if (page === 'sql') return financeHref('/finance/sql', { saved: id })
  return asks === '' ? pathOf(page) : `${pathOf(page)}?${asks}`
}

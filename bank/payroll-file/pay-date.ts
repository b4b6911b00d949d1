/** Whether a payroll can be paid on its pay date. */
import { targetClosed } from '../target-days'
import type { PayrollRules } from './types'

/** Sentences on what is wrong with the pay date, for payments in these currencies. */
export function payDateProblems({ payDate, today, now, cutOffAt }: Omit<PayrollRules, 'names'>, currencies: readonly string[]): string[] {
  if (payDate === null) return []
  if (payDate < today) return [`The pay date ${payDate} has passed.`]
  const problems: string[] = []
  const closed = targetClosed(payDate)
  if (closed !== null && (currencies.includes('EUR') || closed.startsWith('a S')))
    problems.push(`Banks do not settle on the pay date ${payDate}, ${closed}: choose a day before it.`)
  if (cutOffAt !== null && Date.parse(now) >= Date.parse(cutOffAt))
    problems.push(`The bank's cut-off for payments on ${payDate} has passed: choose a later day.`)
  return problems
}

/** When an approved run is handed to the bank. Until then it can be recalled. */
import { cutOffAt } from '@/accounts/cut-off'
import type { BankHours } from '@/accounts/pay-date'
import { closedFor, dayAfter } from '@/accounts/target-days'

/** What a bank's profile says about time. */
export type BankTerms = BankHours & {
  /** How long after its approval a run can be recalled, at least. */
  releaseAfterSeconds: number
  /** Nothing is handed over before this time ("10:00", the bank's clock) so many bank days before the pay date; null: as soon as it may be. */
  releaseOpens: { daysBefore: number; time: string } | null
  /** The currencies of the company's accounts, and of the one that pays all others; null of a company that has none yet. */
  accounts: { own: readonly string[]; home: string | null }
}

/** The currencies that move when these are paid: a bank also has to be open for the account that it debits. */
export const currenciesMoved = ({ accounts }: BankTerms, paid: readonly string[]): string[] => [
  ...new Set([...paid, ...paid.map((currency) => (accounts.own.includes(currency) ? currency : (accounts.home ?? currency)))]),
]

/** The instant from which the bank may have it: after the grace, and not before the bank's profile opens. */
export function releaseAt(terms: BankTerms, payDate: string, currencies: readonly string[], approvedAt: Date): Date {
  const afterGrace = approvedAt.getTime() + terms.releaseAfterSeconds * 1_000
  const { releaseOpens, timeZone, closedDays } = terms
  if (releaseOpens === null) return new Date(afterGrace)
  const day = bankDaysBefore(payDate, releaseOpens.daysBefore, currencies, closedDays)
  return new Date(Math.max(afterGrace, Date.parse(cutOffAt(day, releaseOpens.time, timeZone))))
}

function bankDaysBefore(date: string, days: number, currencies: readonly string[], ownDays: readonly string[]): string {
  if (days === 0) return date
  const before = dayAfter(date, -1)
  return bankDaysBefore(before, closedFor(before, currencies, ownDays) === null ? days - 1 : days, currencies, ownDays)
}

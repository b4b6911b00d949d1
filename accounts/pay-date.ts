/** Whether a bank can still pay on a day. The one rule of import, submission, approval, release and hand-over; they differ only in `at`. */
import { cutOffAt, dayIn } from './cut-off'
import { CLOSED_DAY_WORDS, type ClosedDay, closedFor, dayAfter } from './target-days'

/** `cutOff` is "16:30" on the clock of `timeZone`; `closedDays` ("2026-12-24") are the bank's own, beside weekends and holidays. */
export type BankHours = { cutOff: string; timeZone: string; closedDays: readonly string[] }

export type PayDateProblem =
  | { code: 'passed'; payDate: string }
  | { code: 'closed'; payDate: string; day: ClosedDay }
  | { code: 'cut-off'; payDate: string; cutOff: string; timeZone: string }

type Asked = {
  /** "2026-11-25" */
  payDate: string
  currencies: readonly string[]
  bank: BankHours
  /** When the bank gets the file at the earliest. */
  at: Date
}

/** Why payments in these currencies cannot be made on their pay date; null when they can. */
export function judgePayDate({ payDate, currencies, bank, at }: Asked): PayDateProblem | null {
  if (payDate < dayIn(bank.timeZone, at.getTime())) return { code: 'passed', payDate }
  const day = closedFor(payDate, currencies, bank.closedDays)
  if (day !== null) return { code: 'closed', payDate, day }
  const isLate = at.getTime() >= Date.parse(cutOffAt(payDate, bank.cutOff, bank.timeZone))
  return isLate ? { code: 'cut-off', payDate, cutOff: bank.cutOff, timeZone: bank.timeZone } : null
}

/** Easter is the longest closure, four days; a day more for the cut-off. A bank's own closed days come on top. */
const DAYS_AHEAD = 7

/** The first day from the pay date on, and from today on, on which the bank can pay. */
export function nextPayDate(asked: Asked): string {
  const today = dayIn(asked.bank.timeZone, asked.at.getTime())
  const [from = today] = [asked.payDate, today].sort().reverse()
  const ahead = DAYS_AHEAD + asked.bank.closedDays.length
  const days = Array.from({ length: ahead + 1 }, (_, days) => dayAfter(from, days))
  return days.find((payDate) => judgePayDate({ ...asked, payDate }) === null) ?? dayAfter(from, ahead)
}

/** For people, with the day that is possible. */
export function payDateSentence(problem: PayDateProblem, next: string): string {
  return `${whatIsWrong(problem)} The next possible day is ${next}.`
}

function whatIsWrong(problem: PayDateProblem): string {
  switch (problem.code) {
    case 'passed':
      return `The pay date ${problem.payDate} has passed.`
    case 'closed':
      return `Banks do not pay on ${problem.payDate}, ${CLOSED_DAY_WORDS[problem.day]}. Choose an earlier day.`
    case 'cut-off':
      return `The bank's cut-off for payments on ${problem.payDate} (${problem.cutOff} ${problem.timeZone}) has passed. Choose a later day.`
  }
}

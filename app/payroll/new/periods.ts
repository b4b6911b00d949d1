/** Which periods a new run may be for, and what is suggested. */
import { dayAfter, targetClosed } from '@/accounts/target-days'

const MONTHS_BACK = 12

/** The months to choose from, newest first: the one after `today`, and a year back. @param today "2026-11-23" */
export function periodsAround(today: string): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number)
  return Array.from({ length: MONTHS_BACK + 2 }, (_, back) => new Date(Date.UTC(year, month - back, 1)).toISOString().slice(0, 7))
}

/** A suggestion, no rule: the 25th of the period, or the last day before on which banks settle; once that has come, the next such day after `today`. */
export function suggestedPayDate(period: string, today: string): string {
  const usual = openDay(`${period}-25`, -1)
  return usual > today ? usual : openDay(dayAfter(today, 1), 1)
}

const openDay = (day: string, step: 1 | -1): string => (targetClosed(day) === null ? day : openDay(dayAfter(day, step), step))

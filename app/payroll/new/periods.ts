/** Which periods a new run may be for, and what is suggested. */
const MONTHS_BACK = 12

/** The months to choose from, newest first: the one after `today`, and a year back. @param today "2026-11-23" */
export function periodsAround(today: string): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number)
  return Array.from({ length: MONTHS_BACK + 2 }, (_, back) => new Date(Date.UTC(year, month - back, 1)).toISOString().slice(0, 7))
}

/** A suggestion, no rule: the 25th of the period, or the Friday before when that is a weekend. */
export function suggestedPayDate(period: string): string {
  const date = new Date(`${period}-25T00:00:00Z`)
  const back = { 6: 1, 0: 2 }[date.getUTCDay()] ?? 0
  date.setUTCDate(date.getUTCDate() - back)
  return date.toISOString().slice(0, 10)
}

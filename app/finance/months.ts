/** Months as "2026-11", always of the calendar in UTC. */
export const MONTHS_MAX = 36
const MONTHS_SHOWN = 6
const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export const monthOf = (now: Date): string => now.toISOString().slice(0, 7)

/** The month so many months before; a negative number goes forward. */
export function monthBefore(month: string, back: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return monthOf(new Date(Date.UTC(year, number - 1 - back, 1)))
}

/** Every month from `from` to `to`, both included. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = []
  for (let month = from; month <= to && months.length < MONTHS_MAX; month = monthBefore(month, -1)) months.push(month)
  return months
}

/** The months asked for; the six that end with this one unless told otherwise, thirty-six at most. */
export function monthRange(asked: { from: string | null; to: string | null }, now: Date): { from: string; to: string } {
  const to = asked.to ?? monthOf(now)
  const earliest = monthBefore(to, MONTHS_MAX - 1)
  if (asked.from === null || asked.from > to) return { from: monthBefore(to, MONTHS_SHOWN - 1), to }
  return { from: [asked.from, earliest].sort()[1] ?? earliest, to }
}

/** Why the months asked for cannot be shown as they are; null when they can. */
export function rangeProblem({ from, to }: { from: string | null; to: string | null }, now: Date): string | null {
  const last = to ?? monthOf(now)
  if (from === null) return null
  if (from > last) return `${monthName(from)} is after ${monthName(last)}`
  return from < monthBefore(last, MONTHS_MAX - 1) ? `${rangeWords({ from, to: last })} is more than ${MONTHS_MAX} months` : null
}

/** How many of the months, which are in order, are over. A figure of the others still grows. */
export const monthsOver = (months: readonly string[], now: Date): number => months.filter((month) => month < monthOf(now)).length

/** As many months, just before. */
export function rangeBefore({ from, to }: { from: string; to: string }): { from: string; to: string } {
  const length = monthsBetween(from, to).length
  return { from: monthBefore(from, length), to: monthBefore(from, 1) }
}

/** "Jun", or "Jun 25" when the months shown are of more than one year. */
export function monthLabels(months: readonly string[]): string[] {
  const years = new Set(months.map((month) => month.slice(0, 4)))
  return months.map((month) => {
    const name = NAMES[Number(month.slice(5)) - 1] ?? month
    return years.size > 1 ? `${name} ${month.slice(2, 4)}` : name
  })
}

/** "Jun – Nov 2026" */
export function rangeWords({ from, to }: { from: string; to: string }): string {
  if (from === to) return monthName(to)
  return `${from.slice(0, 4) === to.slice(0, 4) ? monthName(from).slice(0, 3) : monthName(from)} – ${monthName(to)}`
}

/** "Jun 2026" */
export const monthName = (month: string): string => `${NAMES[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`

/** A month of the calendar, "2026-10". */
export const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/

const NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** "October 2026" */
export const monthWords = (month: string): string => `${NAMES[Number(month.slice(5)) - 1] ?? ''} ${month.slice(0, 4)}`

/** The month after, or with -1 the one before. */
export function monthsLater(month: string, count: number): string {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`
}

/** Its first day, and the first day after it. */
export const daysOf = (month: string): { first: string; after: string } => ({ first: `${month}-01`, after: `${monthsLater(month, 1)}-01` })

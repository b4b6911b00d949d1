/** Days on which banks do not settle. TARGET, which settles euros between banks, is closed on weekends and six holidays (ECB); nothing shifts. */

export type ClosedDay =
  | 'saturday'
  | 'sunday'
  | 'new-years-day'
  | 'good-friday'
  | 'easter-monday'
  | 'labour-day'
  | 'christmas-day'
  | 'day-after-christmas'
  | 'bank-closed'

/** How a closed day is said within a sentence. */
export const CLOSED_DAY_WORDS: Readonly<Record<ClosedDay, string>> = {
  saturday: 'a Saturday',
  sunday: 'a Sunday',
  'new-years-day': "New Year's Day",
  'good-friday': 'Good Friday',
  'easter-monday': 'Easter Monday',
  'labour-day': 'Labour Day',
  'christmas-day': 'Christmas Day',
  'day-after-christmas': 'the day after Christmas',
  'bank-closed': 'on which this bank is closed',
}

/** Why TARGET is closed on this day ("2026-12-25"); null when it is open. */
export function targetClosed(date: string): ClosedDay | null {
  return weekend(date) ?? FIXED[date.slice(5)] ?? easterHoliday(date)
}

/**
 * Why payments in these currencies are not made on this day. `currencies`: those that are paid and those of the accounts that pay them. Euros go by TARGET's
 * days; of all others weekends are known, and the two days on which no bank that sends salaries works. `ownDays` are those on which the bank itself is closed.
 */
export function closedFor(date: string, currencies: readonly string[], ownDays: readonly string[]): ClosedDay | null {
  const closed = targetClosed(date)
  if (closed !== null && (currencies.includes('EUR') || EVERYWHERE.has(closed))) return closed
  return ownDays.includes(date) ? 'bank-closed' : null
}

const EVERYWHERE: ReadonlySet<ClosedDay> = new Set(['saturday', 'sunday', 'new-years-day', 'christmas-day'])

function weekend(date: string): ClosedDay | null {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay()
  if (day === 6) return 'saturday'
  return day === 0 ? 'sunday' : null
}

function easterHoliday(date: string): ClosedDay | null {
  const at = Date.parse(`${date}T00:00:00Z`)
  const fromEaster = Math.round((at - easterOf(Number(date.slice(0, 4)))) / DAY_MS)
  if (fromEaster === -2) return 'good-friday'
  return fromEaster === 1 ? 'easter-monday' : null
}

/** The day so many days later, or earlier when `days` is negative. */
export const dayAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

const DAY_MS = 86_400_000

const FIXED: Readonly<Record<string, ClosedDay>> = {
  '01-01': 'new-years-day',
  '05-01': 'labour-day',
  '12-25': 'christmas-day',
  '12-26': 'day-after-christmas',
}

/** Easter Sunday of the Gregorian calendar (the Meeus/Jones/Butcher rule), as UTC milliseconds. */
function easterOf(year: number): number {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const sum = h + l - 7 * m + 114
  return Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1)
}

/** Days on which TARGET, which settles euros between banks, is closed (ECB): weekends and six holidays; nothing shifts. */

/** Why TARGET is closed on this day ("2026-12-25"), in a word or two; null when it is open. */
export function targetClosed(date: string): string | null {
  const at = new Date(`${date}T00:00:00Z`)
  const day = at.getUTCDay()
  if (day === 6) return 'a Saturday'
  if (day === 0) return 'a Sunday'
  const fixed = FIXED[date.slice(5)]
  if (fixed) return fixed
  const fromEaster = Math.round((at.getTime() - easterOf(at.getUTCFullYear())) / DAY_MS)
  if (fromEaster === -2) return 'Good Friday'
  return fromEaster === 1 ? 'Easter Monday' : null
}

const DAY_MS = 86_400_000

const FIXED: Readonly<Record<string, string>> = {
  '01-01': "New Year's Day",
  '05-01': 'Labour Day',
  '12-25': 'Christmas Day',
  '12-26': 'the day after Christmas',
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

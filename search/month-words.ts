/** Months as people type them: "September 2026", "Sept 2026", "09/2026", and "september" alone. */

const NAMES = ['en', 'de'].map((language) => {
  const { format } = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' })
  return Array.from({ length: 12 }, (_, month) => format(Date.UTC(2026, month, 15)).toLowerCase())
})
/** These are people's names as well: alone they are looked for as names. */
const GIVEN_NAMES: ReadonlySet<string> = new Set(['april', 'may', 'mai', 'june', 'juni', 'july', 'juli', 'august', 'march'])
const WITH_YEAR = /(?<![\w:"])(?:(\p{L}{3,9})\.?[ -](20\d\d)|(0?[1-9]|1[0-2])[/.](20\d\d))(?![\w/.])/giu

/** The text with each month of a year as a filter, `period:2026-09`; what is no month stays. */
export const monthsAsFilters = (text: string): string =>
  text.replace(WITH_YEAR, (whole, name?: string, year?: string, number?: string, itsYear?: string) => {
    const month = name === undefined ? Number(number) : monthOf(name)
    return month === null ? whole : `period:${year ?? itsYear}-${String(month).padStart(2, '0')}`
  })

/** The last month of that name that has begun by `now`: "2026-09" of "september"; null for every other word, and for months that are given names. */
export function lastMonthNamed(word: string, now: Date): string | null {
  const month = GIVEN_NAMES.has(word.toLowerCase()) || word.length < 4 ? null : monthOf(word)
  if (month === null) return null
  const year = now.getUTCFullYear() - (month > now.getUTCMonth() + 1 ? 1 : 0)
  return `${year}-${String(month).padStart(2, '0')}`
}

/** From 1; by its name or the first three letters of it or more. */
function monthOf(word: string): number | null {
  const lower = word.toLowerCase()
  for (const names of NAMES) {
    const found = names.findIndex((name) => name === lower || (lower.length >= 3 && lower.length <= 4 && name.startsWith(lower)))
    if (found >= 0) return found + 1
  }
  return null
}

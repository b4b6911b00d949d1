/** Days as banks write them, of a calendar or of an instant with an offset. */
import { detached } from './references'
import { type Node, text } from './xml-node'

/** `at` is the instant, where the bank gives one with its offset from UTC: which day that is depends on where the bank is. */
export type BankDay = { day: string; at: string | null }

/** The day in `BookgDt` or `ValDt`; `say` hears of one that is no day. */
export function dayOf(node: Node, element: 'BookgDt' | 'ValDt', say: (problem: string) => void): BankDay | null {
  const date = text(node, element, 'Dt')
  const said = date ?? text(node, element, 'DtTm')
  if (said === null) return null
  const day = /^[12]\d{3}-\d{2}-\d{2}(?=$|[TZ+-])/.exec(said)?.[0]
  if (day === undefined || !new Date(`${day}T00:00Z`).toJSON()?.startsWith(day)) {
    say(`its ${element === 'BookgDt' ? 'booking' : 'value'} date "${said.slice(0, 40)}" is not a date`)
    return null
  }
  const isInstant = date === null && /T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(said) && !Number.isNaN(Date.parse(said))
  return { day: detached(day), at: isInstant ? detached(said) : null }
}

/** Making a formatter takes 30 µs, using one 1 µs, and a file has 100,000 days. */
const formatters = new Map<string, Intl.DateTimeFormat>()

/** The day it is in `zone`, an IANA name, at that instant; the day as the bank wrote it where it gave no instant or no zone is known. */
export function dayIn({ day, at }: BankDay, zone: string | null): string {
  if (at === null || zone === null) return day
  let formatter = formatters.get(zone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formatters.set(zone, formatter)
  }
  return formatter.format(new Date(at))
}

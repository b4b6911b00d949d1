/**
 * Times and spans in words. The parts come from Intl, the words are ours: Intl's month and zone names differ between the
 * server's and the browser's ICU, and a difference of one letter breaks hydration.
 */
export type DateStyle = 'day-first' | 'month-first' | 'iso'

type Parts = { year: number; month: number; day: number; hour: number; minute: number; second: number }

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** "14:03:22", or "14:03" without seconds, in the given IANA zone. */
export function clockWords(at: Date, zone: string, seconds = false): string {
  const { hour, minute, second } = partsIn(at, zone)
  return [hour, minute, ...(seconds ? [second] : [])].map(two).join(':')
}

/** "25 Nov 2026" of an instant in the given zone. */
export function dateWords(at: Date, zone: string, style: DateStyle = 'day-first'): string {
  return dayWords(isoDay(partsIn(at, zone)), style)
}

/** A calendar day "2026-11-25" (no zone) as "25 Nov 2026", "Nov 25, 2026" or itself. */
export function dayWords(day: string, style: DateStyle = 'day-first'): string {
  const [year = '', month = '', date = ''] = day.split('-')
  const name = MONTHS[Number(month) - 1]?.slice(0, 3)
  if (style === 'iso' || name === undefined) return day
  return style === 'day-first' ? `${Number(date)} ${name} ${year}` : `${name} ${Number(date)}, ${year}`
}

/** A period "2026-11" as "November 2026". */
export function monthWords(period: string): string {
  const [year = '', month = ''] = period.split('-')
  const name = MONTHS[Number(month) - 1]
  return name === undefined ? period : `${name} ${year}`
}

/** Whether two instants fall on one calendar day in the zone. */
export function sameDay(a: Date, b: Date, zone: string): boolean {
  return isoDay(partsIn(a, zone)) === isoDay(partsIn(b, zone))
}

/** The zone's offset at that instant: "UTC", "UTC+1", "UTC−3:30". */
export function zoneWords(at: Date, zone: string): string {
  const { year, month, day, hour, minute, second } = partsIn(at, zone)
  const local = Date.UTC(year, month - 1, day, hour, minute, second)
  const minutes = Math.round((local - Math.floor(at.getTime() / SECOND) * SECOND) / MINUTE)
  if (minutes === 0) return 'UTC'
  const size = Math.abs(minutes)
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${size % 60 === 0 ? '' : `:${two(size % 60)}`}`
}

/** A length of time in its two largest units: "2 s", "4 min", "2 h 14 min", "3 d 4 h". Never negative. */
export function spanWords(ms: number): string {
  const rest = Math.max(0, ms)
  if (rest < MINUTE) return `${Math.floor(rest / SECOND)} s`
  if (rest < HOUR) return `${Math.floor(rest / MINUTE)} min`
  if (rest < DAY) return pair(rest, HOUR, 'h', MINUTE, 'min')
  return pair(rest, DAY, 'd', HOUR, 'h')
}

/** "just now", "26 min ago", "in 2 h": how far `at` is from `now`, in its largest unit. */
export function agoWords(at: Date, now: Date): string {
  const distance = now.getTime() - at.getTime()
  if (Math.abs(distance) < 2 * SECOND) return 'just now'
  const size = spanWords(Math.abs(distance)).split(' ').slice(0, 2).join(' ')
  return distance > 0 ? `${size} ago` : `in ${size}`
}

/** An instant in full: "25 Nov 2026, 14:03:22 UTC+1". */
export function fullWords(at: Date, zone: string, style: DateStyle = 'day-first'): string {
  return `${dateWords(at, zone, style)}, ${clockWords(at, zone, true)} ${zoneWords(at, zone)}`
}

const formats = new Map<string, Intl.DateTimeFormat>()

function partsIn(at: Date, zone: string): Parts {
  const known = formats.get(zone)
  const format =
    known ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  if (!known) formats.set(zone, format)
  const parts = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 }
  for (const { type, value } of format.formatToParts(at)) if (type in parts) parts[type as keyof Parts] = Number(value)
  return parts
}

function isoDay({ year, month, day }: Parts): string {
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

function pair(ms: number, big: number, bigWord: string, small: number, smallWord: string): string {
  const rest = Math.floor((ms % big) / small)
  return `${Math.floor(ms / big)} ${bigWord}${rest === 0 ? '' : ` ${rest} ${smallWord}`}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/** Calendar days as instants: where a day begins depends on the zone in which it is meant. */

const DAY_MS = 86_400_000
/** The last that every store holds: a year of five digits is refused by some. */
const LAST = new Date('9999-12-31T23:59:59.999Z')

/** The first instant of `day` ("2026-11-29") in an IANA zone; null when there is no such day. */
export function startOfDay(day: string, timeZone: string): Date | null {
  const utc = Date.parse(`${day}T00:00:00Z`)
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== day) return null
  return instantOf(`${day}T00:00`, timeZone)
}

/** The instant at which the clocks of an IANA zone show "2026-11-29T18:00"; null when that is no time. Of an hour that comes twice, one of both. */
export function instantOf(local: string, timeZone: string): Date | null {
  const utc = Date.parse(`${local}Z`)
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(local) || Number.isNaN(utc)) return null
  // Twice: the offset at that time in UTC may be that of the other side of a change of clocks.
  const near = utc - offsetMs(utc, timeZone)
  return new Date(utc - offsetMs(near, timeZone))
}

/** The first instant after `day`, at the latest the last of the year 9999. */
export function endOfDay(day: string, timeZone: string): Date | null {
  if (startOfDay(day, timeZone) === null) return null
  if (day === '9999-12-31') return LAST
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)
  return startOfDay(next, timeZone)
}

/** Whether this system knows the time zone, such as Europe/Berlin. */
export function isTimeZone(zone: string): boolean {
  try {
    return zone !== '' && new Intl.DateTimeFormat('en-US', { timeZone: zone }) !== null
  } catch {
    return false
  }
}

/** How far the zone's clocks are ahead of UTC at an instant. */
function offsetMs(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at)
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes, seconds = '0'] = /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name) ?? []
  if (!sign) return 0
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
}

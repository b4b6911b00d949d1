/**
 * When a payment file must be with the bank: on the pay date, which every file names as its execution date, at the bank's cut-off time.
 * @param payDate "2026-11-25"
 * @param cutOff "16:30", on the bank's clock
 * @param timeZone the bank's, an IANA name
 * @returns the instant, ISO in UTC
 */
export function cutOffAt(payDate: string, cutOff: string, timeZone: string): string {
  const wanted = Date.parse(`${payDate}T${cutOff}:00Z`)
  // The offset is looked up twice: the first guess may lie on the other side of a change of the clocks.
  const guess = wanted - offsetMs(wanted, timeZone)
  return new Date(wanted - offsetMs(guess, timeZone)).toISOString()
}

/** How far the zone's clock is ahead of UTC at that instant. */
function offsetMs(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    dateStyle: 'short',
    timeStyle: 'medium',
    calendar: 'gregory',
  })
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(2000 + (year % 100), month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000
}

/** The day it is there at that instant: "2026-11-25". */
export const dayIn = (timeZone: string, at: number): string => new Date(at + offsetMs(at, timeZone)).toISOString().slice(0, 10)

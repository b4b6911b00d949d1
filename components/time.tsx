'use client'
import { cx } from './cx'
import { useNow } from './now'
import { usePreferences } from './preferences'
import { agoWords, clockWords, dateWords, dayWords, monthWords, sameDay, zoneWords } from './time-words'

/** What a time shows: `auto` is the clock today and the date with the clock on other days. */
export type TimeShow = 'auto' | 'clock' | 'date' | 'full' | 'ago'

/**
 * An instant in the reader's zone. It says its zone unless `zone={false}` (only where a heading or column says it).
 * Pointing at it shows UTC and how long ago it was (`TimeTip`).
 */
export function Time({
  at,
  show = 'auto',
  seconds = false,
  zone = true,
}: {
  at: string
  show?: TimeShow
  seconds?: boolean
  zone?: boolean
}) {
  const { timeZone, dateStyle } = usePreferences()
  const now = useNow(show === 'ago' ? 1_000 : 60_000)
  const instant = new Date(at)
  const clock = clockWords(instant, timeZone, seconds)
  const date = dateWords(instant, timeZone, dateStyle)
  const today = sameDay(instant, now, timeZone)
  const words = {
    auto: today ? clock : `${date}, ${clock}`,
    clock,
    date,
    full: `${date}, ${clock}`,
    ago: agoWords(instant, now),
  }[show]
  return (
    <time dateTime={at} data-tip="" className="num whitespace-nowrap">
      {words}
      {zone && show !== 'ago' && show !== 'date' && <span className="text-faint"> {zoneWords(instant, timeZone)}</span>}
    </time>
  )
}

/** A calendar day such as a pay date: "2026-11-25", the same everywhere on earth. */
export function Day({ on }: { on: string }) {
  const { dateStyle } = usePreferences()
  return (
    <time dateTime={on} className="num whitespace-nowrap">
      {dayWords(on, dateStyle)}
    </time>
  )
}

/** A period such as "2026-11": "November 2026". `folds` puts the year below in a narrow table. */
export function Month({ of, folds = false }: { of: string; folds?: boolean }) {
  return (
    <time dateTime={of} className={cx('whitespace-nowrap', folds && 'sm:@max-4xl:block sm:@max-4xl:w-min sm:@max-4xl:whitespace-normal')}>
      {monthWords(of)}
    </time>
  )
}

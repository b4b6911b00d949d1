/** Reads the display preferences from their cookies; anything unknown falls back. */
import { isTimeZone } from '@/platform/zoned-day'
import type { PreferenceValues, Theme } from './preferences'
import type { DateStyle } from './time-words'

const THEMES: readonly string[] = ['light', 'dark', 'system']
const DATE_STYLES: readonly string[] = ['day-first', 'month-first', 'iso']

/** @param read gives a cookie's decoded value by name */
export function readPreferences(read: (name: string) => string | undefined): { values: PreferenceValues; timeZoneKnown: boolean } {
  const theme = read('pl-theme') ?? ''
  const dateStyle = read('pl-dateStyle') ?? ''
  const timeZone = read('pl-timeZone') ?? ''
  const timeZoneKnown = isTimeZone(timeZone)
  return {
    values: {
      theme: (THEMES.includes(theme) ? theme : 'system') as Theme,
      dateStyle: (DATE_STYLES.includes(dateStyle) ? dateStyle : 'day-first') as DateStyle,
      timeZone: timeZoneKnown ? timeZone : 'UTC',
      singleKeys: read('pl-singleKeys') !== 'false',
    },
    timeZoneKnown,
  }
}

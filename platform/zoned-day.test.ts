import { expect, it } from 'vitest'
import { endOfDay, isTimeZone, startOfDay } from './zoned-day'

it.each([
  ['2026-11-29', 'Asia/Tokyo', '2026-11-28T15:00:00.000Z', '2026-11-29T15:00:00.000Z'],
  ['2026-11-29', 'America/New_York', '2026-11-29T05:00:00.000Z', '2026-11-30T05:00:00.000Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  ['2026-11-29', 'Asia/Kathmandu', '2026-11-28T18:15:00.000Z', '2026-11-29T18:15:00.000Z'],
  ['2026-11-29', 'UTC', '2026-11-29T00:00:00.000Z', '2026-11-30T00:00:00.000Z'],
])('%s in %s', (day, zone, from, to) => {
  expect([startOfDay(day, zone)?.toISOString(), endOfDay(day, zone)?.toISOString()]).toEqual([from, to])
})

it.each(['2026-02-30', '2026-13-01', '26-01-01', 'today', ''])('%s is no day', (day) => {
  expect(startOfDay(day, 'UTC')).toBeNull()
  expect(endOfDay(day, 'UTC')).toBeNull()
})

it('ends the last day that stores hold within its year', () => {
  expect(endOfDay('9999-12-31', 'America/New_York')?.toISOString()).toBe('9999-12-31T23:59:59.999Z')
})

it('knows zones by name', () => {
  expect(['Europe/Berlin', 'UTC', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, true, false, false])
})

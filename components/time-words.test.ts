import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agoWords, clockWords, dateWords, dayWords, fullWords, monthWords, sameDay, spanWords, zoneWords } from './time-words'

const AT = new Date('2026-11-25T13:03:22.500Z')

test('a time is said in the reader’s zone, with the offset of that day', () => {
  expect(clockWords(AT, 'Europe/Berlin', true)).toBe('14:03:22')
  expect(fullWords(AT, 'Europe/Berlin')).toBe('25 Nov 2026, 14:03:22 UTC+1')
  expect(zoneWords(new Date('2026-07-01T00:00:00Z'), 'Europe/Berlin')).toBe('UTC+2')
})

test.each([
  ['UTC', 'UTC'],
  ['Asia/Kolkata', 'UTC+5:30'],
  ['America/St_Johns', 'UTC−3:30'],
  ['Pacific/Auckland', 'UTC+13'],
])('the offset of %s is %s', (zone, words) => expect(zoneWords(AT, zone)).toBe(words))

test('midnight is 00, never 24', () => expect(clockWords(new Date('2026-11-25T00:00:00Z'), 'UTC')).toBe('00:00'))

test('the date is the zone’s own, also across midnight', () => {
  const late = new Date('2026-11-25T23:30:00Z')
  expect(dateWords(late, 'Europe/Berlin')).toBe('26 Nov 2026')
  expect(sameDay(late, new Date('2026-11-26T05:00:00Z'), 'Europe/Berlin')).toBe(true)
  expect(sameDay(late, new Date('2026-11-26T05:00:00Z'), 'UTC')).toBe(false)
})

test('calendar days and periods have no zone and three styles', () => {
  expect(dayWords('2026-09-03')).toBe('3 Sep 2026')
  expect(dayWords('2026-09-03', 'month-first')).toBe('Sep 3, 2026')
  expect(dayWords('2026-09-03', 'iso')).toBe('2026-09-03')
  expect(monthWords('2026-11')).toBe('November 2026')
})

test('what is no day or period is shown as it came', () => {
  expect(dayWords('soon')).toBe('soon')
  expect(monthWords('2026-13')).toBe('2026-13')
})

test.each([
  [0, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [8_040_000, '2 h 14 min'],
  [7_200_000, '2 h'],
  [93_600_000, '1 d 2 h'],
  [-5, '0 s'],
])('%i ms last %s', (ms, words) => expect(spanWords(ms)).toBe(words))

test('how long ago is said in the largest unit, and the future is not the past', () => {
  const from = (ms: number) => agoWords(new Date(AT.getTime() - ms), AT)
  expect(from(1_000)).toBe('just now')
  expect(from(26 * 60_000)).toBe('26 min ago')
  expect(from(8_040_000)).toBe('2 h ago')
  expect(from(-8_040_000)).toBe('in 2 h')
})

test('the clock in UTC is the one in the ISO text, for every instant', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), (at) => {
      expect(clockWords(at, 'UTC', true)).toBe(at.toISOString().slice(11, 19))
      expect(dateWords(at, 'UTC', 'iso')).toBe(at.toISOString().slice(0, 10))
    }),
  )
})

import { expect, it } from 'vitest'
import { dateOfCommit, testDates } from './dates'

it.each([
  ['2026-11-28T12:00:00Z', ['2026-11-29T12:00', '2027-01-07T12:00', '2026-12-31T22:30', '2027-03-28T00:40', '2028-02-29T10:00']],
  ['2027-12-31T23:00:00Z', ['2028-01-01T23:00', '2028-02-09T23:00', '2028-12-31T22:30', '2028-03-26T00:40', '2028-02-29T10:00']],
  ['2028-02-29T11:00:00Z', ['2028-03-01T11:00', '2028-04-09T11:00', '2028-12-31T22:30', '2028-03-26T00:40', '2032-02-29T10:00']],
  ['2028-04-01T00:00:00Z', ['2028-04-02T00:00', '2028-05-11T00:00', '2028-12-31T22:30', '2028-10-29T00:40', '2032-02-29T10:00']],
])('dates lie ahead of %s', (now, expected) => {
  expect(testDates(new Date(now)).map(({ at }) => at.toISOString().slice(0, 16))).toEqual(expected)
})

it('every date is some commit’s', () => {
  const now = new Date('2026-11-28T12:00:00Z')
  const names = Array.from({ length: 5 }, (_, index) => dateOfCommit(`0000000${index}abcdef`, now).name)
  expect(new Set(names).size).toBe(5)
})

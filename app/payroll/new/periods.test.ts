import { expect, it } from 'vitest'
import { periodsAround, suggestedPayDate } from './periods'

it('offers the next month first, then this one and a year back, over the turn of the year', () => {
  const periods = periodsAround('2027-01-31')
  expect(periods.slice(0, 3)).toEqual(['2027-02', '2027-01', '2026-12'])
  expect(periods.at(-1)).toBe('2026-01')
  expect(periodsAround('2026-12-01')[0]).toBe('2027-01')
})

it('suggests a weekday', () => {
  expect(suggestedPayDate('2026-11')).toBe('2026-11-25')
  expect(suggestedPayDate('2026-07')).toBe('2026-07-24')
  expect(suggestedPayDate('2026-10')).toBe('2026-10-23')
})

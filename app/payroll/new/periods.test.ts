import { expect, it } from 'vitest'
import { periodsAround, suggestedPayDate } from './periods'

it('offers the coming month and a year back', () => {
  const periods = periodsAround('2026-01-31')
  expect(periods).toHaveLength(14)
  expect([periods[0], periods[1], periods.at(-1)]).toEqual(['2026-02', '2026-01', '2025-01'])
})

it('suggests the 25th, or the last day before on which banks settle', () => {
  expect(suggestedPayDate('2026-11', '2026-11-02')).toBe('2026-11-25')
  expect(suggestedPayDate('2026-07', '2026-07-02')).toBe('2026-07-24')
  expect(suggestedPayDate('2026-10', '2026-10-02')).toBe('2026-10-23')
  expect(suggestedPayDate('2026-12', '2026-12-02')).toBe('2026-12-24')
})

it('suggests no day that has come, and none on which banks do not settle', () => {
  expect(suggestedPayDate('2026-10', '2026-11-20')).toBe('2026-11-23')
  expect(suggestedPayDate('2026-12', '2026-12-24')).toBe('2026-12-28')
})

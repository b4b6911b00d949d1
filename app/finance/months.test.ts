import { expect, it } from 'vitest'
import { monthBefore, monthLabels, monthRange, monthsBetween, rangeBefore, rangeWords } from './months'

const NOW = new Date('2026-11-30T23:30:00Z')

it('shows the last six months unless told otherwise, and at most thirty-six', () => {
  expect(monthRange({ from: null, to: null }, NOW)).toEqual({ from: '2026-06', to: '2026-11' })
  expect(monthRange({ from: '2026-01', to: '2026-03' }, NOW)).toEqual({ from: '2026-01', to: '2026-03' })
  expect(monthRange({ from: '2026-12', to: '2026-03' }, NOW)).toEqual({ from: '2025-10', to: '2026-03' })
  expect(monthRange({ from: '2001-01', to: '2026-03' }, NOW)).toEqual({ from: '2023-04', to: '2026-03' })
})

it('counts months over the year', () => {
  expect(monthsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
  expect(monthBefore('2026-03', 15)).toBe('2024-12')
  expect(rangeBefore({ from: '2026-06', to: '2026-11' })).toEqual({ from: '2025-12', to: '2026-05' })
})

it('names a year where months of two are shown', () => {
  expect(monthLabels(['2025-12', '2026-01'])).toEqual(['Dec 25', 'Jan 26'])
  expect(monthLabels(['2026-10', '2026-11'])).toEqual(['Oct', 'Nov'])
  expect([rangeWords({ from: '2026-06', to: '2026-11' }), rangeWords({ from: '2025-12', to: '2026-05' })]).toEqual([
    'Jun – Nov 2026',
    'Dec 2025 – May 2026',
  ])
})

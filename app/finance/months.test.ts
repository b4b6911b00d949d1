import { expect, it } from 'vitest'
import { monthBefore, monthLabels, monthRange, monthsBetween, monthsOver, rangeBefore, rangeProblem, rangeWords } from './months'

const NOW = new Date('2026-11-30T23:30:00Z')

it('shows the last six months unless told otherwise, and at most thirty-six', () => {
  expect(monthRange({ from: null, to: null }, NOW)).toEqual({ from: '2026-06', to: '2026-11' })
  expect(monthRange({ from: '2026-01', to: '2026-03' }, NOW)).toEqual({ from: '2026-01', to: '2026-03' })
  expect(monthRange({ from: '2026-12', to: '2026-03' }, NOW)).toEqual({ from: '2025-10', to: '2026-03' })
  expect(monthRange({ from: '2001-01', to: '2026-03' }, NOW)).toEqual({ from: '2023-04', to: '2026-03' })
})

it('says why months cannot be shown as they were asked for, exactly when others are', () => {
  expect(rangeProblem({ from: '2026-12', to: null }, NOW)).toBe('Dec 2026 is after Nov 2026')
  expect(rangeProblem({ from: '2023-03', to: '2026-03' }, NOW)).toBe('Mar 2023 – Mar 2026 is more than 36 months')
  expect([
    rangeProblem({ from: '2023-04', to: '2026-03' }, NOW),
    rangeProblem({ from: '2026-11', to: null }, NOW),
    rangeProblem({ from: null, to: '2020-01' }, NOW),
  ]).toEqual([null, null, null])
})

it('takes no month as over before it is', () => {
  expect(monthsOver(['2026-09', '2026-10', '2026-11'], NOW)).toBe(2)
  expect(monthsOver(['2026-11'], new Date('2026-12-01T00:00:00Z'))).toBe(1)
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

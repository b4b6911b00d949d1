import { expect, it } from 'vitest'
import { bucketLabels, bucketName, bucketsBetween, bucketsOver, comparedWords, grainOf, grainProblem, rangeCompared } from './grains'

const NOVEMBER = { from: '2026-11', to: '2026-11' }
const YEAR = { from: '2025-12', to: '2026-11' }

it('cuts months into days, weeks from Monday, months and quarters, over the year and in a leap year', () => {
  expect(bucketsBetween({ from: '2028-02', to: '2028-02' }, 'day')).toHaveLength(29)
  expect(bucketsBetween(NOVEMBER, 'week')).toEqual(['2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23', '2026-11-30'])
  expect(bucketsBetween(YEAR, 'quarter')).toEqual(['2025-Q4', '2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'])
  expect(bucketsBetween(NOVEMBER, 'month')).toEqual(['2026-11'])
})

it('takes no part of time as over before it is', () => {
  const now = new Date('2026-11-30T23:59:00Z')
  expect(bucketsOver(['2026-11-29', '2026-11-30'], 'day', now)).toBe(1)
  expect(bucketsOver(['2026-11-16', '2026-11-23', '2026-11-30'], 'week', now)).toBe(2)
  expect(bucketsOver(['2026-10', '2026-11'], 'month', now)).toBe(1)
  expect(bucketsOver(['2026-Q3', '2026-Q4'], 'quarter', now)).toBe(1)
  expect(bucketsOver(['2026-Q4'], 'quarter', new Date('2027-01-01T00:00:00Z'))).toBe(1)
})

it('shows coarser parts where there would be too many, and says so', () => {
  expect([grainOf(null, YEAR), grainOf('day', YEAR), grainOf('week', YEAR), grainOf('day', NOVEMBER)]).toEqual([
    'month',
    'week',
    'week',
    'day',
  ])
  expect(grainOf('day', { from: '2024-01', to: '2026-11' })).toBe('month')
  expect(grainProblem('day', YEAR)).toBe('Days are shown for 3 months at most; showing weeks')
  expect([grainProblem('day', NOVEMBER), grainProblem(null, YEAR)]).toEqual([null, null])
})

it('names parts of time, and what they are compared with', () => {
  expect([
    bucketName('2026-11-02', 'week'),
    bucketName('2026-11-02', 'day'),
    bucketName('2026-11', 'month'),
    bucketName('2026-Q4', 'quarter'),
  ]).toEqual(['the week of 2 Nov 2026', '2 Nov 2026', 'Nov 2026', 'Q4 2026'])
  expect(bucketLabels(['2025-12-29', '2026-01-05'], 'week')).toEqual(['29 Dec 25', '5 Jan 26'])
  expect(bucketLabels(['2026-11-02'], 'day')).toEqual(['2 Nov'])
  expect(bucketLabels(['2026-Q4'], 'quarter')).toEqual(['Q4 26'])
  expect(rangeCompared(YEAR, 'year')).toEqual({ from: '2024-12', to: '2025-11' })
  expect(rangeCompared(YEAR, null)).toEqual({ from: '2024-12', to: '2025-11' })
  expect(rangeCompared(NOVEMBER, 'before')).toEqual({ from: '2026-10', to: '2026-10' })
  expect([comparedWords(NOVEMBER, null), comparedWords(YEAR, 'year')]).toEqual(['on the month before', 'on the same months a year ago'])
})

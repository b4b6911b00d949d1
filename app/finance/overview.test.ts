import { expect, it } from 'vitest'
import type { FigureSum } from '@/finance/questions/sum-figures'
import { changeOf, currenciesOf, figureOf, isOfOne, sumAt, sumsOf } from './overview'

const sum = (more: Partial<FigureSum>): FigureSum => ({
  ...{ before: false, by: null, currency: 'EUR', bucket: null, rows: 2, payouts: 2, minor: '0', unpaid: 0 },
  ...{ halfWithin: null, nineInTenWithin: null, withinADay: 0 },
  ...more,
})

it('finds a figure by its currency, its part of time and the time before', () => {
  const told = [
    sum({ minor: '5' }),
    sum({ minor: '7', before: true }),
    sum({ minor: '3', bucket: '2026-11' }),
    sum({ minor: '9', currency: 'JPY' }),
  ]
  const sums = sumsOf([told, [], [], [sum({ currency: null, minor: null, rows: 480, unpaid: 12 })]])
  expect(sumAt(sums, 'paid', { currency: 'EUR' })?.minor).toBe('5')
  expect(sumAt(sums, 'paid', { currency: 'EUR', before: true })?.minor).toBe('7')
  expect(sumAt(sums, 'paid', { currency: 'EUR', bucket: '2026-11' })?.minor).toBe('3')
  expect(sumAt(sums, 'paid', { currency: 'KWD' })).toBeUndefined()
  expect(figureOf('ended', sumAt(sums, 'ended', { currency: 'EUR' }))).toBe(25_000n)
  expect(currenciesOf(sums)).toEqual(['EUR', 'JPY'])
})

it('is exact beyond 2^53, and says nothing where there is nothing', () => {
  expect(figureOf('paid', sum({ minor: '90071992547409931' }))).toBe(90071992547409931n)
  expect(figureOf('fee-per-payout', sum({ minor: '90071992547409931', payouts: 2 }))).toBe(45035996273704966n)
  expect([
    figureOf('paid', undefined),
    figureOf('ended', undefined),
    figureOf('settlement', undefined),
    figureOf('fee-per-payout', undefined),
  ]).toEqual([...[0n, null, null, null]])
  expect(changeOf('paid', sum({ minor: '99079191802150924' }), sum({ minor: '90071992547409931' }))).toBe(9.99)
})

it('compares in percent, and shares in points; with nothing before it does not compare', () => {
  expect(changeOf('paid', sum({ minor: '150' }), sum({ minor: '100' }))).toBe(50)
  expect(changeOf('ended', sum({ rows: 100, unpaid: 4 }), sum({ rows: 100, unpaid: 1 }))).toBe(3)
  expect(changeOf('settlement', sum({ halfWithin: 90 }), sum({ halfWithin: 120 }))).toBe(-25)
  expect([changeOf('paid', sum({}), undefined), changeOf('paid', sum({ minor: '5' }), sum({ minor: '0' }))]).toEqual([null, null])
})

it('knows what is said of one payout alone', () => {
  expect([isOfOne('settlement', sum({ payouts: 1 })), isOfOne('settlement', sum({})), isOfOne('paid', sum({ payouts: 1 }))]).toEqual([
    true,
    false,
    false,
  ])
})

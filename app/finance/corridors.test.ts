import { expect, it } from 'vitest'
import { perPayout, shareOfVolume, sumCorridors } from './corridors'

const row = (month: string, currency: string, feeMinor: string, payouts = 1) => ({
  month,
  corridor: 'DE-ES',
  currency,
  payouts,
  feeUnknown: 0,
  feeMinor,
  volumeMinor: '100000',
})

it('sums months of one corridor and never adds currencies', () => {
  const lines = sumCorridors(
    [row('2026-10', 'EUR', '14', 3), row('2026-11', 'EUR', '28', 1), row('2026-11', 'JPY', '9007199254740993')],
    ['2026-10', '2026-11'],
  )
  expect(lines.map(({ currency, payouts, feeMinor, byMonth }) => [currency, payouts, feeMinor, byMonth])).toEqual([
    ['EUR', 4, 42n, [14n, 28n]],
    ['JPY', 1, 9007199254740993n, [0n, 9007199254740993n]],
  ])
})

it('tells the fee per payout and its share of the volume', () => {
  const [line] = sumCorridors([row('2026-10', 'EUR', '15', 2)], ['2026-10'])
  if (!line) throw new Error('no line')
  expect(perPayout(line)).toBe(8n)
  expect(shareOfVolume(line)).toBe(0.015)
})

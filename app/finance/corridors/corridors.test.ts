import { expect, it } from 'vitest'
import { feesOf, movedMost, percentWords, perPayout, shareOfVolume, shareWords, sumCorridors } from './corridors'

const row = (month: string, currency: string, feeMinor: string, payouts = 1, corridor = 'DE-ES') => ({
  ...{ month, corridor, currency, chargeCurrency: currency as string | null, payouts, charged: payouts, feeUnknown: 0, feeMinor },
  ...{ returnFeeMinor: '0', volumeMinor: '100000', chargedVolumeMinor: '100000' as string | null },
})

it('sums months of one corridor and never adds currencies', () => {
  const lines = sumCorridors(
    [row('2026-10', 'EUR', '14', 3), row('2026-11', 'EUR', '28', 1), row('2026-11', 'JPY', '9007199254740993')],
    ['2026-10', '2026-11'],
  )
  expect(
    lines.map(({ currency, payouts, feeMinor, byMonth }) => [currency, payouts, feeMinor, byMonth.map((month) => month.feeMinor)]),
  ).toEqual([
    ['EUR', 4, 42n, [14n, 28n]],
    ['JPY', 1, 9007199254740993n, [0n, 9007199254740993n]],
  ])
})

it('tells the fee per payout and its share of the volume', () => {
  const [line] = sumCorridors([row('2026-10', 'EUR', '15', 2)], ['2026-10'])
  if (!line) throw new Error('no line')
  expect(perPayout(line)).toBe(8n)
  // 0.15 of 1,000.00
  expect(shareOfVolume(line)).toBe(0.015)
  expect(shareWords(line)).toBe('0.0150\u00a0%')
})

it('divides fees by the payouts whose fee is known, and says nothing while none is', () => {
  const half = { ...row('2026-10', 'EUR', '140', 10), chargedVolumeMinor: '50000' }
  const without = { ...row('2026-10', 'EUR', '0', 10), chargeCurrency: null, charged: 0, feeUnknown: 10, chargedVolumeMinor: '0' }
  const full = row('2026-11', 'EUR', '280', 20)
  const lines = sumCorridors([without, half, full], ['2026-10', '2026-11'])
  const [line] = lines
  if (!line) throw new Error('no line')
  expect([perPayout(line), line.byMonth.map(perPayout), shareOfVolume(line)]).toEqual([14n, [14n, 14n], 0.28])
  expect(movedMost(lines)).toBeNull()
  const [unknown] = sumCorridors([without], ['2026-10'])
  expect(unknown && [unknown.chargeCurrency, unknown.feeUnknown, perPayout(unknown), shareWords(unknown)]).toEqual(['EUR', 10, null, '–'])
})

it('keeps the currency of the charge apart from that of the payouts, and never compares two', () => {
  const zloty = { ...row('2026-11', 'PLN', '3000', 2, 'DE-PL'), chargeCurrency: 'EUR', chargedVolumeMinor: '347044' }
  const untold = { ...row('2026-10', 'PLN', '1500', 1, 'DE-PL'), chargeCurrency: 'EUR', chargedVolumeMinor: null }
  const dollars = { ...row('2026-11', 'PLN', '9', 0, 'DE-PL'), chargeCurrency: 'USD', charged: 1, returnFeeMinor: '600' }
  const lines = sumCorridors([zloty, dollars], ['2026-11'])
  expect(lines.map((line) => [line.chargeCurrency, line.payouts, perPayout(line), feesOf(line), shareWords(line)])).toEqual([
    ['EUR', 2, 1500n, 3000n, '0.86\u00a0%'],
    ['USD', 0, 9n, 609n, '0.0090\u00a0%'],
  ])
  const [half] = sumCorridors([zloty, untold], ['2026-10', '2026-11'])
  expect(half && [half.feeMinor, shareWords(half)]).toEqual([4500n, '–'])
})

it('finds the corridor whose fee per payout moved most, whatever the number of payouts', () => {
  const months = ['2026-09', '2026-10', '2026-11']
  const steady = [row('2026-09', 'EUR', '140', 10), row('2026-10', 'EUR', '28', 2)]
  const dearer = [row('2026-09', 'JPY', '1200', 1, 'DE-JP'), row('2026-11', 'JPY', '4200', 3, 'DE-JP')]
  const moved = movedMost(sumCorridors([...steady, ...dearer], months))
  expect([moved?.line.corridor, moved?.percent, moved && months[moved.since]]).toEqual(['DE-JP', expect.closeTo(16.67, 1), '2026-09'])
  expect(movedMost(sumCorridors(steady, months))).toBeNull()
  expect([percentWords(4.2), percentWords(-0.31)]).toEqual(['+\u00a04.2\u00a0%', '−\u00a00.3\u00a0%'])
})

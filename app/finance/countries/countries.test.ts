import { expect, it } from 'vitest'
import { failureRate, sumCountries } from './countries'

const row = (status: string, payouts: number, amountMinor = '100', month = '2026-11', currency = 'EUR') => ({
  ...{ month, country: 'ES', currency, status, payouts, amountMinor },
})

it('tells what became of payouts, and counts as failed only what ended badly', () => {
  const rows = [
    row('settled', 90, '9007199254740993'),
    row('failed', 6),
    row('returned', 4),
    row('sent', 5),
    row('held', 1),
    row('withdrawn', 2),
  ]
  const [line] = sumCountries(rows, ['2026-11'])
  expect(line).toMatchObject({ payouts: 108, settled: 90, failed: 10, underway: 6, settledMinor: 9007199254740993n, byMonth: [108] })
  expect(line && failureRate(line)).toBe(10)
  expect(failureRate({ settled: 0, failed: 0 })).toBeNull()
})

it('keeps currencies of one country apart', () => {
  expect(
    sumCountries([row('settled', 1), row('settled', 2, '5', '2026-10', 'JPY')], ['2026-10', '2026-11']).map((line) => line.byMonth),
  ).toEqual([
    [2, 0],
    [0, 1],
  ])
})

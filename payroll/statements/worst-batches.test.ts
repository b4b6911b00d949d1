/** Blocks that would take longest to decide: the event loop waits for each, and with it everybody else. */
import { describe, expect, it } from 'vitest'
import { timesTheYardstick } from '@/stack/test-runner/cpu-time'
import { batchAgreement, type RejectedPayment } from './batch-agrees'

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, each) => total + each, 0n)
const rejections = (amounts: readonly bigint[]): RejectedPayment[] => amounts.map((amountMinor, n) => ({ amountMinor, message: String(n) }))

/** A yardstick is about 50 ms of one core, and the event loop waits for each of these. */
const YARDSTICKS_MAX = 4
describe('the worst blocks', () => {
  const took = (block: Parameters<typeof batchAgreement>[0], booked: Parameters<typeof batchAgreement>[1]) => {
    const answer = batchAgreement(block, booked)
    return { answer, times: timesTheYardstick(() => batchAgreement(block, booked)) }
  }
  const half = (amounts: readonly bigint[], shift = 0n) => {
    const out = amounts.filter((_, n) => n % 2 === 0)
    const block = { payments: amounts.length + 1, sumMinor: sum(amounts) + 7n, rejected: rejections(amounts) }
    return took(block, { payments: amounts.length + 1 - out.length, sumMinor: block.sumMinor - sum(out) + shift })
  }
  const many = (count: number, of: (n: number) => number) => Array.from({ length: count }, (_, n) => BigInt(of(n)))

  it.each([
    ['1,000 of one amount', many(1_000, () => 250_000)],
    ['5,000 of one amount', many(5_000, () => 250_000)],
    ['10,000 of one amount', many(10_000, () => 250_000)],
    ['10,000 of three amounts', many(10_000, (n) => [250_000, 310_000, 310_001][n % 3] ?? 0)],
    ['10,000 of four amounts', many(10_000, (n) => [250_000, 310_000, 310_001, 900_013][n % 4] ?? 0)],
    ['10,000 of 100 amounts', many(10_000, (n) => 200_000 + 137 * (n % 100))],
    ['10,000 that are all different', many(10_000, (n) => 200_000 + 37 * n)],
    ['10,000 whose sums collide', many(10_000, (n) => 100_000 + (n % 7) * 100 + (n % 11) * 1_000 + (n % 13))],
    ['60 in cents', many(60, (n) => 150_000 + ((n * 7_919_777) % 600_000))],
  ])('%s, half of them left out, are decided', (_, amounts) => {
    const { answer, times } = half(amounts)
    expect(answer).toBe('agrees')
    expect(times).toBeLessThan(YARDSTICKS_MAX)
  })

  it.each([
    ['10,000 of one amount', many(10_000, () => 250_000)],
    ['60 of one amount', many(60, () => 250_000)],
    ['10,000 of three amounts', many(10_000, (n) => [250_000, 310_000, 370_000][n % 3] ?? 0)],
  ])('%s, a cent too much, differ', (_, amounts) => {
    const { answer, times } = half(amounts, 1n)
    expect(answer).toBe('differs')
    expect(times).toBeLessThan(YARDSTICKS_MAX)
  })

  it.each([
    ['all different and large', many(5_000, (n) => 10 ** 9 + ((n * 7_919_777) % 999_983) * 1_009)],
    ['growing', many(45, (n) => 2 ** n)],
    ['growing slowly', many(400, (n) => n ** 5)],
  ])('%s take no longer, whatever the answer is', (_, amounts) => {
    for (const shift of [0n, 1n, 12_345n]) expect(half(amounts, shift).times).toBeLessThan(YARDSTICKS_MAX)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchAgrees } from './batch-agrees'

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, each) => total + each, 0n)
const amounts = fc.array(fc.bigInt({ min: 1n, max: 99_999_999_999n }), { minLength: 1, maxLength: 30 })

describe('batchAgrees', () => {
  it('agrees with the whole block, without its rejected payments, and with only some of them left out', () => {
    fc.assert(
      fc.property(amounts, fc.infiniteStream(fc.boolean()), (all, coin) => {
        const next = () => coin.next().value as boolean
        const rejected = all.filter(next).slice(0, 10)
        const leftOut = rejected.filter(next)
        const block = { payments: all.length, sumMinor: sum(all), rejectedMinor: rejected }
        const booked = { payments: all.length - leftOut.length, sumMinor: sum(all) - sum(leftOut) }
        expect(batchAgrees(block, booked)).toBe(true)
        expect(batchAgrees(block, { ...booked, sumMinor: booked.sumMinor + sum(all) })).toBe(false)
      }),
    )
  })

  it('goes on agreeing whatever is rejected afterwards', () => {
    fc.assert(
      fc.property(amounts, (all) => {
        const block = { payments: all.length, sumMinor: sum(all), rejectedMinor: all.slice(0, 1) }
        const booked = { payments: all.length - 1, sumMinor: sum(all) - (all[0] ?? 0n) }
        for (let more = 1; more <= Math.min(all.length, 12); more++) {
          expect(batchAgrees({ ...block, rejectedMinor: all.slice(0, more) }, booked)).toBe(true)
        }
      }),
    )
  })

  it('takes no more than a moment with thousands of rejected payments', () => {
    const rejectedMinor = Array.from({ length: 5_000 }, (_, n) => BigInt(n * 7919 + 1))
    const block = { payments: 100_000, sumMinor: 10n ** 12n, rejectedMinor }
    const began = performance.now()
    expect(batchAgrees(block, { payments: 98_000, sumMinor: 10n ** 12n - 12_345n })).toBe(false)
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})

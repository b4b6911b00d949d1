/** Which batches are taken for the block that was sent. A wrong yes settles what was never paid; an answer that depends on the order is two truths. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchAgreement, type RejectedPayment } from './batch-agrees'

const PEOPLE = 60
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, each) => total + each, 0n)
const rejections = (amounts: readonly bigint[], message: (n: number) => string = String): RejectedPayment[] =>
  amounts.map((amountMinor, n) => ({ amountMinor, message: message(n) }))

/** Salaries as they are: all different, few different ones, round ones, and such that many choices make the same sum. */
const amount = fc.oneof(
  fc.bigInt({ min: 1n, max: 99_999_999_999n }),
  fc.bigInt({ min: 100_000n, max: 900_000n }),
  fc.bigInt({ min: 1_000n, max: 1_020n }).map((each) => each * 100n),
  fc.constantFrom(1n, 2n, 250_000n, 310_000n),
)
const amounts = fc.oneof(
  fc.array(amount, { minLength: 1, maxLength: PEOPLE }),
  fc.array(fc.bigInt({ min: 100_000n, max: 900_000n }), { minLength: 1, maxLength: PEOPLE }),
  fc.array(fc.constantFrom(200_000n, 250_000n, 310_001n), { minLength: 1, maxLength: PEOPLE }),
)

describe('a batch', () => {
  it('agrees with the whole block, without its rejected payments, and with only some of them left out', () => {
    fc.assert(
      fc.property(amounts, fc.infiniteStream(fc.boolean()), (all, coin) => {
        const next = () => coin.next().value as boolean
        const rejected = all.filter(next)
        const leftOut = rejected.filter(next)
        const block = { payments: all.length, sumMinor: sum(all), rejected: rejections(rejected) }
        const booked = { payments: all.length - leftOut.length, sumMinor: sum(all) - sum(leftOut) }
        expect(batchAgreement(block, booked)).toBe('agrees')
        expect(batchAgreement(block, { ...booked, sumMinor: booked.sumMinor + sum(all) })).toBe('differs')
        expect(batchAgreement(block, { ...booked, payments: all.length + 1 })).toBe('differs')
      }),
      { numRuns: 300 },
    )
  })

  it('goes on agreeing whatever is rejected afterwards, in any order and by any messages', () => {
    fc.assert(
      fc.property(amounts, fc.nat(), fc.infiniteStream(fc.nat(9)), (all, pick, messages) => {
        const leftOut = all.slice(0, 1 + (pick % all.length))
        const booked = { payments: all.length - leftOut.length, sumMinor: sum(all) - sum(leftOut) }
        const message = () => String(messages.next().value)
        for (let more = leftOut.length; more <= all.length; more += 1 + Math.floor(all.length / 12)) {
          const block = { payments: all.length, sumMinor: sum(all), rejected: rejections(all.slice(0, more), message) }
          expect(batchAgreement(block, booked)).toBe('agrees')
        }
      }),
      { numRuns: 200 },
    )
  })

  it('says exactly what trying every choice says, as long as that can be tried', () => {
    const few = fc.array(fc.constantFrom(1n, 2n, 3n, 5n, 8n, 100n, 101n, 1_000n), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(few, fc.nat(10), fc.bigInt({ min: 0n, max: 1_300n }), (all, leftOut, missing) => {
        const block = { payments: all.length, sumMinor: sum(all), rejected: rejections(all, (n) => String(n % 3)) }
        const possible = Array.from({ length: 2 ** all.length }, (_, choice) => all.filter((_, n) => (choice >> n) % 2 === 1)).some(
          (chosen) => chosen.length === leftOut && sum(chosen) === missing,
        )
        const booked = { payments: all.length - leftOut, sumMinor: sum(all) - missing }
        expect(batchAgreement(block, booked)).toBe(possible ? 'agrees' : 'differs')
      }),
      { numRuns: 500 },
    )
  })

  it('leaves out what one message rejected, however many others are rejected by another', () => {
    const of = (seed: number, many: number) =>
      Array.from({ length: many }, (_, n) => BigInt(10 ** 9 + (((n + seed) * 7_919_777) % 999_983) * 1_000_003))
    const [first, second] = [of(1, 2_000), of(5_000, 2_000)]
    const all = [...first, ...second, 5n]
    const rejected = [...rejections(first, () => 'first'), ...rejections(second, () => 'second')]
    const booked = { payments: second.length + 1, sumMinor: sum(second) + 5n }
    expect(batchAgreement({ payments: all.length, sumMinor: sum(all), rejected }, booked)).toBe('agrees')
  })

  it('is decided exactly among more different amounts than can be tried one by one', () => {
    const all = Array.from({ length: 27 }, (_, n) => 150_000n + ((BigInt(n) * 7_919_777n) % 600_000n) * 2n)
    const block = { payments: 28, sumMinor: sum(all) + 7n, rejected: rejections(all) }
    const leftOut = all.filter((_, n) => n % 2 === 0)
    const booked = { payments: 28 - leftOut.length, sumMinor: block.sumMinor - sum(leftOut) }
    expect(batchAgreement(block, booked)).toBe('agrees')
    expect(batchAgreement(block, { ...booked, sumMinor: booked.sumMinor + 1n })).toBe('differs')
  })

  it('is found among so many that only exchanging some of them finds it', () => {
    const all = Array.from({ length: 60 }, (_, n) => 150_000n + ((BigInt(n) * 7_919_777n) % 600_000n))
    const leftOut = all.filter((_, n) => n % 2 === 0)
    const block = { payments: 61, sumMinor: sum(all) + 7n, rejected: rejections(all) }
    expect(batchAgreement(block, { payments: 31, sumMinor: block.sumMinor - sum(leftOut) })).toBe('agrees')
  })

  it('of amounts beyond what is counted exactly is not guessed', () => {
    const all = [0n, 2n ** 54n, 2n ** 54n + 1n]
    const block = { payments: 4, sumMinor: sum(all) + 7n, rejected: rejections(all) }
    expect(batchAgreement(block, { payments: 3, sumMinor: block.sumMinor - 2n ** 54n })).toBe('cannot-tell')
  })

  it('of which nobody can tell is said to be one, and is not taken for the block', () => {
    const rejected = rejections(Array.from({ length: 200 }, (_, n) => BigInt(n + 1) ** 7n))
    const sumMinor = sum(rejected.map(({ amountMinor }) => amountMinor)) + 1n
    const answer = batchAgreement({ payments: 201, sumMinor, rejected }, { payments: 101, sumMinor: sumMinor / 2n + 12_345n })
    expect(answer).toBe('cannot-tell')
  })
})

/** If one of these fails, a batch settles payments that it does not contain, or none although it contains them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canChoose, type Item, type Wanted } from './chosen-sum'
import { exchanged } from './exchanged-sum'
import { type Alike, canChooseAlike } from './few-amounts'

const NO_LIMIT = 1_000_000
const sum = (all: readonly number[]): number => all.reduce((total, each) => total + each, 0)

/** What trying every choice says. */
function isPossible([item, ...others]: readonly Item[], { count, sum }: Wanted): boolean {
  if (!item) return count === 0 && sum === 0
  return Array.from({ length: item.times + 1 }, (_, taken) => taken).some((taken) =>
    isPossible(others, { count: count - taken * item.count, sum: sum - taken * item.sum }),
  )
}

const wanted = fc.record({ count: fc.integer({ min: 0, max: 9 }), sum: fc.integer({ min: 0, max: 60 }) })
const item = fc.record({
  count: fc.integer({ min: 1, max: 3 }),
  sum: fc.integer({ min: 0, max: 12 }),
  times: fc.integer({ min: 1, max: 4 }),
})
const alike = fc.uniqueArray(fc.record({ amount: fc.nat(12), times: fc.integer({ min: 1, max: 4 }) }), {
  maxLength: 5,
  selector: ({ amount }) => amount,
})
const asItems = (all: readonly Alike[]): Item[] => all.map(({ amount, times }) => ({ count: 1, sum: amount, times }))
/** A choice that exists: so many of each. */
const chosenOf = (items: readonly Item[], picks: readonly number[]): Wanted => {
  const taken = items.map(({ times }, n) => (picks[n] ?? 0) % (times + 1))
  return { count: sum(items.map(({ count }, n) => count * (taken[n] ?? 0))), sum: sum(items.map((each, n) => each.sum * (taken[n] ?? 0))) }
}
const picks = fc.array(fc.nat(4), { minLength: 6, maxLength: 6 })

describe('choosing items of a count and a sum', () => {
  it('says what trying every choice says', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 5 }), wanted, picks, (items, any, some) => {
        for (const each of [any, chosenOf(items, some)]) expect(canChoose(items, each, NO_LIMIT)).toBe(isPossible(items, each))
      }),
      { numRuns: 500 },
    )
  })

  it('is open where it would take more than its limit, and only there', () => {
    const items = asItems([{ amount: 5, times: 1 }])
    expect(canChoose(items, { count: 1, sum: 5 }, 21)).toBe(true)
    expect(canChoose(items, { count: 1, sum: 5 }, 20)).toBeNull()
    expect(canChoose([], { count: 0, sum: 0 }, 0)).toBe(true)
    const growing = Array.from({ length: 40 }, (_, n) => ({ count: 1, sum: 2 ** n, times: 1 }))
    expect(canChoose(growing, { count: 20, sum: 2 ** 40 }, 10_000)).toBeNull()
  })

  it('does not work for what is too much by itself', () => {
    const items = [
      { count: 1, sum: 9, times: 3 },
      { count: 9, sum: 1, times: 3 },
    ]
    expect(canChoose(items, { count: 8, sum: 8 }, 0)).toBe(false)
  })

  it('keeps equal sums once, so that many equal amounts cost little', () => {
    expect(canChoose(asItems([{ amount: 7, times: 10_000 }]), { count: 5_000, sum: 35_000 }, NO_LIMIT)).toBe(true)
    expect(canChoose(asItems([{ amount: 7, times: 10_000 }]), { count: 5_000, sum: 35_001 }, NO_LIMIT)).toBe(false)
  })
})

describe('choosing payments of few amounts', () => {
  it('says what trying every choice says', () => {
    fc.assert(
      fc.property(alike, wanted, picks, (all, any, some) => {
        for (const each of [any, chosenOf(asItems(all), some)])
          expect(canChooseAlike(all, each, NO_LIMIT)).toBe(isPossible(asItems(all), each))
      }),
      { numRuns: 500 },
    )
  })

  it('computes the two amounts with the most payments, and is open where the others take more tries than its limit', () => {
    const all = [1, 2, 3, 4].map((n) => ({ amount: n, times: n }))
    expect(canChooseAlike(all, { count: 1, sum: 1 }, 6)).toBe(true)
    expect(canChooseAlike(all, { count: 1, sum: 1 }, 5)).toBeNull()
    expect(canChooseAlike(all.slice(2), { count: 1, sum: 3 }, 1)).toBe(true)
  })
})

describe('exchanging payments among very many amounts', () => {
  const cents = Array.from({ length: 60 }, (_, n) => 150_000 + ((n * 7_919_777) % 600_000)).sort((a, b) => a - b)
  // One in some ten thousand is missed, and a person is asked then: the same ones each time, so that a miss says that something has changed.
  it('finds a choice that exists, whichever it is', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(cents, { minLength: 1, maxLength: 30 }), (some) => {
        expect(exchanged(cents, { count: some.length, sum: sum(some) })).toBe(true)
      }),
      { numRuns: 300, seed: 1 },
    )
  })

  it('finds none where there is none', () => {
    const even = cents.map((each) => 2 * each)
    expect(exchanged(even, { count: 20, sum: sum(even.slice(10, 30)) + 1 })).toBe(false)
    expect(exchanged(cents, { count: 2, sum: sum(cents.slice(-2)) + 1 })).toBe(false)
    expect(exchanged(cents, { count: 2, sum: sum(cents.slice(0, 2)) - 1 })).toBe(false)
  })

  it('finds what takes thousands of exchanges among three amounts', () => {
    const three = Array.from({ length: 3_000 }, (_, n) => [250_000, 310_000, 310_001][n % 3] ?? 0).sort((a, b) => a - b)
    const some = three.filter((_, n) => n % 2 === 0)
    expect(exchanged(three, { count: some.length, sum: sum(some) })).toBe(true)
  })
})

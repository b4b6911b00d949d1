/** Finds a choice of a count and a sum among so many different amounts that trying all of them is out of reach. */
import { canChoose, type Wanted } from './chosen-sum'
import { type Alike, canChooseAlike } from './few-amounts'

/** Of those chosen and of those not chosen, how many may be exchanged in one attempt: all exchanges of 18 for 18 are met in the middle. */
const FREE_MAX = 18
/** Few chosen ones have few exchanges: then more of the others take part. */
const FEW = 6
const MORE_FREE_MAX = 50
const ATTEMPTS = 8
const ATTEMPT_STEPS_MAX = 300_000
/** Three different amounts at a time, all of their payments; 20 of the amounts make 1,140 threes. */
const THREES_OF_MAX = 20
const THREES_STEPS_MAX = 2_000_000

/**
 * Begins with neighbours whose sum is just below what is wanted and exchanges some of them for others. Among that many amounts a choice that exists is
 * practically always found: of 60 salaries in cents, 10^16 choices make 10^7 sums. False means that none was found, not that there is none.
 * @param ascending more amounts than `wanted.count`
 */
export function exchanged(ascending: readonly number[], wanted: Wanted): boolean {
  const { begin, sum } = neighbours(ascending, wanted)
  const end = begin + wanted.count
  const before = indices(0, begin)
  const after = indices(end, ascending.length)
  const others = [...before, ...after]
  if (threeExchanged(ascending, { begin, end, sum }, wanted)) return true
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const inside = spread(indices(begin, end), FREE_MAX, attempt)
    const most = inside.length <= FEW ? MORE_FREE_MAX : FREE_MAX
    // By turns the nearest, whose differences are fine, and those from everywhere, whose differences are wide.
    const outside = attempt % 2 === 0 ? [...before.slice(-most / 2), ...after.slice(0, most / 2)] : spread(others, most, attempt)
    const at = (n: number) => ascending[n] ?? 0
    const free = [...inside, ...outside].map((n) => ({ count: 1, sum: at(n), times: 1 }))
    const chosen = inside.reduce((total, n) => total + at(n), 0)
    if (canChoose(free, { count: inside.length, sum: chosen + wanted.sum - sum }, ATTEMPT_STEPS_MAX)) return true
  }
  return false
}

/** Of three amounts any number, of the others as many as in the window: finds what needs thousands of exchanges among few amounts. */
function threeExchanged(ascending: readonly number[], window: { begin: number; end: number; sum: number }, wanted: Wanted): boolean {
  const times = new Map<number, { amount: number; times: number; inside: number }>()
  ascending.forEach((amount, n) => {
    const alike = times.get(amount) ?? { amount, times: 0, inside: 0 }
    const inside = n >= window.begin && n < window.end ? 1 : 0
    times.set(amount, { amount, times: alike.times + 1, inside: alike.inside + inside })
  })
  const all = [...times.values()]
  const some = spread(indices(0, all.length), THREES_OF_MAX, 0).map((n) => all[n] as Alike & { inside: number })
  let steps = 0
  for (const [i, a] of some.entries())
    for (const [j, b] of some.slice(i + 1).entries())
      for (const c of some.slice(i + j + 2)) {
        const count = a.inside + b.inside + c.inside
        const sum = [a, b, c].reduce((total, each) => total + each.inside * each.amount, 0) + wanted.sum - window.sum
        steps += Math.min(a.times, b.times, c.times) + 1
        if (steps > THREES_STEPS_MAX) return false
        if (canChooseAlike([a, b, c], { count, sum }, THREES_STEPS_MAX)) return true
      }
  return false
}

/** The last run of neighbours whose sum is not above what is wanted. */
function neighbours(ascending: readonly number[], wanted: Wanted): { begin: number; sum: number } {
  let sum = ascending.slice(0, wanted.count).reduce((total, each) => total + each, 0)
  let begin = 0
  while (begin + wanted.count < ascending.length) {
    const next = sum - (ascending[begin] ?? 0) + (ascending[begin + wanted.count] ?? 0)
    if (next > wanted.sum) break
    sum = next
    begin += 1
  }
  return { begin, sum }
}

const indices = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => from + n)

/** At most so many of them, evenly; others with each attempt. */
function spread(all: readonly number[], most: number, attempt: number): number[] {
  if (all.length <= most) return [...all]
  return Array.from({ length: most }, (_, n) => all[Math.floor(((n + attempt / ATTEMPTS) * all.length) / most)] ?? 0)
}

/** The same question for few different amounts, however many payments there are of each: how many of each are chosen. */
import type { Wanted } from './chosen-sum'

/** So many payments of one amount. */
export type Alike = { amount: number; times: number }

/**
 * Tries how many of each amount may be chosen; of the two amounts with the most payments the count and the sum tell how many, so those are computed.
 * @returns null when that would be more than `stepsMax` tries.
 */
export function canChooseAlike(alike: readonly Alike[], wanted: Wanted, stepsMax: number): boolean | null {
  const [last, beforeLast, ...tried] = [...alike].sort((a, b) => b.times - a.times)
  if (tried.reduce((steps, { times }) => steps * (times + 1), 1) > stepsMax) return null
  const some = (n: number, count: number, sum: number): boolean => {
    if (count < 0 || sum < 0) return false
    const each = tried[n]
    if (!each) return solves(last, beforeLast, count, sum)
    for (let taken = 0; taken <= Math.min(each.times, count); taken++)
      if (some(n + 1, count - taken, sum - taken * each.amount)) return true
    return false
  }
  return some(0, wanted.count, wanted.sum)
}

function solves(a: Alike | undefined, b: Alike | undefined, count: number, sum: number): boolean {
  if (!a) return count === 0 && sum === 0
  const ofA = b ? (sum - count * b.amount) / (a.amount - b.amount) : count
  return (
    Number.isInteger(ofA) &&
    ofA >= 0 &&
    ofA <= a.times &&
    count - ofA <= (b?.times ?? 0) &&
    count >= ofA &&
    (b !== undefined || sum === count * a.amount)
  )
}

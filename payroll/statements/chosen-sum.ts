/** Whether some of several amounts make up a count and a sum: exact while that is possible in bounded work, said to be open where it is not. */

/** Something that is chosen as a whole, at most `times` times: one payment of an amount, or everything one message rejects. */
export type Item = { count: number; sum: number; times: number }

/** What the chosen ones have to make up together. */
export type Wanted = { count: number; sum: number }

/** What a list costs besides its sums: thousands of short ones are slow as well. */
const LIST_STEPS = 20

/** By count, every sum that can be made of so many; each list ascending. */
type Sums = Float64Array[]

/**
 * True or false is proved; null means that the work would be more than its limit. Both halves of the items are combined by themselves and then met in
 * the middle, so that 40 different amounts are 2 × 2^20 sums and not 2^40; equal sums are kept once, so that equal amounts cost nothing.
 */
export function canChoose(items: readonly Item[], wanted: Wanted, stepsMax: number): boolean | null {
  const fitting = items.filter(({ count, sum }) => count <= wanted.count && sum <= wanted.sum).sort((a, b) => a.sum - b.sum)
  const work = { steps: 0, stepsMax }
  const [low, high] = [0, 1].map((half) => sumsOf(fitting.filter((_, n) => n % 2 === half).flatMap(inPowersOfTwo), wanted, work))
  if (!low || !high) return null
  for (let count = 0; count <= wanted.count; count++) if (meet(low[count], high[wanted.count - count], wanted.sum)) return true
  return false
}

/** 1, 2, 4 … of it and the rest: any number up to `times` can be made of them, and they are few. */
function inPowersOfTwo({ count, sum, times }: Item): Item[] {
  const parts: Item[] = []
  for (let left = times, size = 1; left > 0; size *= 2) {
    const taken = Math.min(size, left)
    parts.push({ count: count * taken, sum: sum * taken, times: 1 })
    left -= taken
  }
  return parts
}

function sumsOf(items: readonly Item[], wanted: Wanted, work: { steps: number; stepsMax: number }): Sums | null {
  const sums: Sums = [Float64Array.of(0)]
  for (const item of items) {
    for (let count = Math.min(sums.length - 1, wanted.count - item.count); count >= 0; count--) {
      const from = sums[count]
      if (!from || from.length === 0) continue
      const into = sums[count + item.count]
      work.steps += from.length + (into?.length ?? 0) + LIST_STEPS
      if (work.steps > work.stepsMax) return null
      sums[count + item.count] = merged(into ?? new Float64Array(), from, item.sum, wanted.sum)
    }
  }
  return sums
}

/** Both lists in order, the second with `added` to each, without repetitions and without what is more than `most`. */
function merged(a: Float64Array, b: Float64Array, added: number, most: number): Float64Array {
  const all = new Float64Array(a.length + b.length)
  let [i, j, length] = [0, 0, 0]
  while (i < a.length || j < b.length) {
    const left = i < a.length ? (a[i] as number) : Number.POSITIVE_INFINITY
    const right = j < b.length ? (b[j] as number) + added : Number.POSITIVE_INFINITY
    const next = Math.min(left, right)
    if (next > most) break
    if (left === next) i++
    if (right === next) j++
    all[length++] = next
  }
  return all.slice(0, length)
}

function meet(a: Float64Array | undefined, b: Float64Array | undefined, sum: number): boolean {
  if (!a || !b) return false
  let [i, j] = [0, b.length - 1]
  while (i < a.length && j >= 0) {
    const found = (a[i] as number) + (b[j] as number)
    if (found === sum) return true
    if (found < sum) i++
    else j--
  }
  return false
}

/** Whether a batch booked as one line agrees with the block that was sent. */

/** Of a block as sent: how many payments, their sum, and the amounts of those the bank has rejected so far. */
export type SentBlock = { payments: number; sumMinor: bigint; rejectedMinor: readonly bigint[] }

/** Beyond this many different (count, sum) pairs only the whole block and the block without all its rejected payments are tried. */
const PAIRS_MAX = 20_000

/**
 * True when the bank's count and sum are those of the block without some of its rejected payments: without all of them, as is usual, or with some
 * still in it. A payment rejected later cannot undo the agreement, so it does not matter which file comes first.
 */
export function batchAgrees(block: SentBlock, booked: { payments: number; sumMinor: bigint }): boolean {
  const leftOut = block.payments - booked.payments
  const missingMinor = block.sumMinor - booked.sumMinor
  if (leftOut < 0 || leftOut > block.rejectedMinor.length || missingMinor < 0n) return false
  if (leftOut === 0) return missingMinor === 0n
  const all = block.rejectedMinor.reduce((sum, each) => sum + each, 0n)
  if (leftOut === block.rejectedMinor.length) return missingMinor === all
  let reached: ReadonlySet<string> = new Set(['0 0'])
  for (const amountMinor of block.rejectedMinor) {
    const next = new Set(reached)
    for (const pair of reached) {
      const [count, sum] = pair.split(' ') as [string, string]
      if (Number(count) < leftOut && BigInt(sum) + amountMinor <= missingMinor)
        next.add(`${Number(count) + 1} ${BigInt(sum) + amountMinor}`)
    }
    if (next.size > PAIRS_MAX) return false
    reached = next
  }
  return reached.has(`${leftOut} ${missingMinor}`)
}

/** Whether a batch booked as one line agrees with the block that was sent: a question of which rejected payments the bank left out of it. */
import { canChoose, type Item, type Wanted } from './chosen-sum'
import { exchanged } from './exchanged-sum'
import { canChooseAlike } from './few-amounts'

/** Sums that are made before the answer is `cannot-tell`, and tries: about 40 ms of one core each. The event loop waits for them. */
const SUMS_MAX = 2_000_000
const TRIES_MAX = 7_000_000
/** Of the bank's own messages there are few, or they are no shorter way. */
const MESSAGE_SUMS_MAX = 300_000

/** A payment of the block that the bank has rejected, and in which of its messages. */
export type RejectedPayment = { amountMinor: bigint; message: string }

/** Of a block as sent: how many payments, their sum, and those the bank has rejected so far. */
export type SentBlock = { payments: number; sumMinor: bigint; rejected: readonly RejectedPayment[] }

export type BatchAgreement = 'agrees' | 'differs' | 'cannot-tell'

/**
 * A batch agrees when its count and sum are those of the block without some of its rejected payments: all of them, as is usual, or fewer. A payment
 * rejected later cannot undo that, so it does not matter which file comes first. First what one or more of the bank's messages rejected is taken
 * as left out; then any payments of the right count and sum, equal amounts together and from the smaller side: those left out, or those left in.
 * `cannot-tell` only where neither the one nor the other could be proved within bounded work.
 */
export function batchAgreement(block: SentBlock, booked: { payments: number; sumMinor: bigint }): BatchAgreement {
  const leftOut = block.payments - booked.payments
  const missingMinor = block.sumMinor - booked.sumMinor
  const { rejected } = block
  if (leftOut < 0 || leftOut > rejected.length || missingMinor < 0n) return 'differs'
  const all = rejected.reduce((sum, each) => sum + each.amountMinor, 0n)
  if (leftOut === 0) return missingMinor === 0n ? 'agrees' : 'differs'
  if (leftOut === rejected.length) return missingMinor === all ? 'agrees' : 'differs'
  const small = reduced(rejected, leftOut, missingMinor)
  if (small === 'differs' || small === 'cannot-tell') return small
  const { amounts, wanted } = small
  if (canChoose(byMessage(rejected, amounts), wanted, MESSAGE_SUMS_MAX)) return 'agrees'
  const left = { count: amounts.length - wanted.count, sum: sumOf(amounts) - wanted.sum }
  return fromAmounts(
    [...amounts].sort((a, b) => a - b),
    left.count < wanted.count ? left : wanted,
  )
}

/**
 * The same question in small numbers: since the count is given, every amount may be told by how much it is above the least, and in units of what all of
 * them can be divided by. 2,000.00 to 2,019.00 become 0 to 19.
 */
function reduced(
  rejected: readonly RejectedPayment[],
  count: number,
  missingMinor: bigint,
): { amounts: number[]; wanted: Wanted } | 'differs' | 'cannot-tell' {
  let least = rejected[0]?.amountMinor ?? 0n
  for (const { amountMinor } of rejected) if (amountMinor < least) least = amountMinor
  const above = rejected.map(({ amountMinor }) => amountMinor - least)
  const unit = above.reduce(divisorOf, 0n) || 1n
  const sum = missingMinor - BigInt(count) * least
  const all = above.reduce((total, each) => total + each, 0n)
  if (sum < 0n || sum > all || sum % unit !== 0n) return 'differs'
  if (all / unit > BigInt(Number.MAX_SAFE_INTEGER)) return 'cannot-tell'
  return { amounts: above.map((each) => Number(each / unit)), wanted: { count, sum: Number(sum / unit) } }
}

function divisorOf(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** Everything a message rejects is left out, or nothing of it. */
function byMessage(rejected: readonly RejectedPayment[], amounts: readonly number[]): Item[] {
  const items = new Map<string, Item>()
  rejected.forEach(({ message }, n) => {
    const item = items.get(message) ?? { count: 0, sum: 0, times: 1 }
    items.set(message, { count: item.count + 1, sum: item.sum + (amounts[n] ?? 0), times: 1 })
  })
  // Where each rejects one, the amounts say the same.
  return items.size === rejected.length ? [] : [...items.values()]
}

function fromAmounts(ascending: readonly number[], wanted: Wanted): BatchAgreement {
  if (sumOf(ascending.slice(0, wanted.count)) > wanted.sum || sumOf(ascending.slice(ascending.length - wanted.count)) < wanted.sum)
    return 'differs'
  const times = new Map<number, number>()
  for (const amount of ascending) times.set(amount, (times.get(amount) ?? 0) + 1)
  const alike = [...times].map(([amount, many]) => ({ amount, times: many }))
  const proved =
    canChooseAlike(alike, wanted, TRIES_MAX) ??
    canChoose(
      alike.map(({ amount, times: many }) => ({ count: 1, sum: amount, times: many })),
      wanted,
      SUMS_MAX,
    )
  if (proved !== null) return proved ? 'agrees' : 'differs'
  return exchanged(ascending, wanted) ? 'agrees' : 'cannot-tell'
}

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, each) => sum + each, 0)

/** Whether what an entry names is as much as the entry itself: only what was booked has left the account. */
import { type BankAmount, bankAmount } from './amount'
import type { ReducedTransaction } from './camt-transaction'
import type { Charge } from './charges'
import { many, type Node, one, reduced } from './xml-node'

/** `more`: its payments would be more money than it moved. `less`: a part of it is told by nobody. */
export type Weight = 'more' | 'equal' | 'less'

/**
 * `charges` may be a part of the entry or stand beside it, and what comes back comes without them; an entry that does not say how much each part is has
 * no weight to compare.
 */
export function weightOf(entry: Node, booked: BankAmount, indicator: string, charges: readonly Charge[]): Weight {
  let named = 0n
  for (const group of many(entry, 'NtryDtls')) {
    const part = partOf(group, booked.currency, indicator)
    if (part === null) return 'equal'
    named += part
  }
  if (named <= 0n) return 'equal'
  const charged = charges.reduce((sum, each) => (each.currency === booked.currency && !each.back ? sum + each.amountMinor : sum), 0n)
  if (named - (indicator === 'CRDT' ? charged : 0n) > booked.amountMinor) return 'more'
  return named + charged < booked.amountMinor ? 'less' : 'equal'
}

function partOf(group: Node, currency: string, indicator: string): bigint | null {
  const total = bankAmount(one(group, 'Btch', 'TtlAmt'))
  if (total) return 'amountMinor' in total && total.currency === currency ? total.amountMinor : null
  const inside = reduced<ReducedTransaction>(group, 'TxDtls')
  if (one(group, 'Btch') !== undefined || inside.length === 0) return null
  let sum = 0n
  for (const { moved, indicator: own } of inside) {
    if (moved?.currency !== currency) return null
    sum += own === null || own === indicator ? moved.amountMinor : -moved.amountMinor
  }
  return sum
}

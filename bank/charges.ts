/** What the bank took for a booking. */
import { type BankAmount, bankAmount } from './amount'
import { many, type Node, one, text } from './xml-node'

/**
 * The charges of one entry or payment, summed per currency; credits among them (refunded charges) are subtracted.
 * The single records count; the total only where there are none (camt.054.001.02 repeats `Chrgs`, later versions have `Rcrd` inside one).
 */
export function chargesOf(node: Node): BankAmount[] {
  const groups = many(node, 'Chrgs')
  const records = groups.flatMap((group) =>
    many(group, 'Rcrd').length > 0 ? many(group, 'Rcrd') : many(group, 'Amt').length > 0 ? [group] : [],
  )
  const sums = new Map<string, bigint>()
  for (const record of records) add(sums, bankAmount(one(record, 'Amt')), text(record, 'CdtDbtInd') === 'CRDT')
  if (records.length === 0) for (const group of groups) add(sums, bankAmount(one(group, 'TtlChrgsAndTaxAmt')), false)
  return [...sums].filter(([, amountMinor]) => amountMinor > 0n).map(([currency, amountMinor]) => ({ amountMinor, currency }))
}

function add(sums: Map<string, bigint>, amount: BankAmount | null, credited: boolean): void {
  if (amount) sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + (credited ? -amount.amountMinor : amount.amountMinor))
}

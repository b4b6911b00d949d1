/** What the bank took for a booking. */
import { AMOUNT_MINOR_MAX, type BankAmount, bankAmount } from './amount'
import { many, type Node, one, text } from './xml-node'

/**
 * The charges of one entry or payment, summed per currency; credits among them (refunded charges) are subtracted.
 * The single records count; the total only where there are none (camt.054.001.02 repeats `Chrgs`, later versions have `Rcrd` inside one).
 * `say` hears of what cannot be read.
 */
export function chargesOf(node: Node, say: (problem: string) => void): BankAmount[] {
  const groups = many(node, 'Chrgs')
  if (groups.length === 0) return []
  const records = recordsOf(groups)
  const sums = new Map<string, bigint>()
  const add = (node: Node | undefined, credited: boolean): void => {
    const amount = bankAmount(node)
    if (amount === null) return
    if ('problem' in amount) say(`a charge was not counted: ${amount.problem}`)
    else sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + (credited ? -amount.amountMinor : amount.amountMinor))
  }
  for (const record of records) add(one(record, 'Amt'), text(record, 'CdtDbtInd') === 'CRDT')
  if (records.length === 0) for (const group of groups) add(one(group, 'TtlChrgsAndTaxAmt'), false)
  const charges = [...sums].filter(([, amountMinor]) => amountMinor > 0n).map(([currency, amountMinor]) => ({ amountMinor, currency }))
  for (const { amountMinor } of charges) if (amountMinor > AMOUNT_MINOR_MAX) say('its charges are more than any bank can take')
  return charges.filter(({ amountMinor }) => amountMinor <= AMOUNT_MINOR_MAX)
}

/** A booked amount without the charges that the bank says are in it (`ChrgInclInd`). */
export function withoutIncluded(amount: BankAmount, node: Node): BankAmount {
  let { amountMinor } = amount
  for (const record of recordsOf(many(node, 'Chrgs'))) {
    const charge = bankAmount(one(record, 'Amt'))
    const included = /^(?:true|1)$/.test(text(record, 'ChrgInclInd') ?? '') && text(record, 'CdtDbtInd') !== 'CRDT'
    if (included && charge && 'amountMinor' in charge && charge.currency === amount.currency) amountMinor -= charge.amountMinor
  }
  return amountMinor > 0n ? { ...amount, amountMinor } : amount
}

const recordsOf = (groups: readonly Node[]): readonly Node[] =>
  groups.flatMap((group) => (many(group, 'Rcrd').length > 0 ? many(group, 'Rcrd') : many(group, 'Amt').length > 0 ? [group] : []))

/** Banks repeat charges at both levels: only what the payments do not carry is the entry's own, and a single payment takes its entry's charges. */
export function countedOnce(ofEntry: BankAmount[], ofPayments: readonly { charges: BankAmount[] }[]): BankAmount[] {
  if (ofPayments.some(({ charges }) => charges.length > 0)) return ofEntry.flatMap((each) => beyond(each, ofPayments))
  const alone = ofPayments.length === 1 ? ofPayments[0] : undefined
  if (!alone) return ofEntry
  alone.charges = ofEntry
  return []
}

function beyond({ amountMinor, currency }: BankAmount, ofPayments: readonly { charges: BankAmount[] }[]): BankAmount[] {
  const carried = ofPayments
    .flatMap(({ charges }) => charges)
    .reduce((sum, each) => (each.currency === currency ? sum + each.amountMinor : sum), 0n)
  return amountMinor > carried ? [{ amountMinor: amountMinor - carried, currency }] : []
}

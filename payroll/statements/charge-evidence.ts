/** What the bank charged: beside the payment it is for, or as evidence of its own where no payment carries it. */
import type { Charge } from '@/iso20022/charges'
import type { BookedTransaction, Entry } from '@/iso20022/report-types'
import type { Charges, Evidence, EvidenceOf, Said } from './evidence'

/** A piece of evidence each, with its amount, for a person to look at. What the bank gives back says so. */
export function* chargeEvidence(
  charges: readonly Charge[],
  problem: string,
  reference: string,
  said: Said,
  claim: EvidenceOf,
): Generator<Evidence> {
  for (const { amountMinor, currency, back } of charges)
    yield claim('charge', reference, {
      ...said,
      amountMinor: amountMinor.toString(),
      currency,
      problem: back ? 'the bank gave back a charge' : problem,
    })
}

/** What is charged for an entry beside what its payments carry; `charges` says all of it, for another file may tell each payment's part. */
export function* wholeCharges({ charges, transactions }: Entry, reference: string, said: Said, claim: EvidenceOf): Generator<Evidence> {
  if (charges.length === 0) return
  const parts = new Map<string, bigint>()
  for (const booked of transactions)
    for (const { currency, amountMinor, back } of booked.charges) if (!back) parts.set(currency, (parts.get(currency) ?? 0n) + amountMinor)
  for (const each of charges) {
    const all = (parts.get(each.currency) ?? 0n) + each.amountMinor
    const of = { ...said, charges: each.back ? null : { [each.currency]: all.toString() } }
    yield* chargeEvidence([each], 'charged for the whole entry, not for one payment', reference, of, claim)
  }
}

/** What a payment's own evidence says of its charges. */
export function chargesSaid({ charges }: BookedTransaction): Said {
  const taken = charges.filter(({ back }) => !back)
  return { charges: byCurrency(taken), chargesInside: byCurrency(taken.filter(({ inside }) => inside)) }
}

/**
 * An entry that is nothing but charges: each payment that it names was charged for; what names none is for a person. One of 0.00 says that
 * nothing was charged.
 */
export function* ownCharges(entry: Entry, name: string, whole: Said, claim: EvidenceOf): Generator<Evidence> {
  if (entry.amount.amountMinor === 0n) return
  const isTaken = entry.direction === 'debit' && !entry.reversal
  const named = entry.transactions.filter(({ endToEndId, amount }) => endToEndId !== null && amount?.currency === entry.amount.currency)
  const sum = named.reduce((all, { amount }) => all + (amount?.amountMinor ?? 0n), 0n)
  if (!isTaken || named.length !== entry.transactions.length || sum !== entry.amount.amountMinor) {
    const problem = isTaken ? 'charged separately, without naming a payment' : 'the bank gave back a charge'
    yield claim('charge', name, { ...whole, problem, counterparty: entry.information })
    return
  }
  for (const { endToEndId, amount, bankReference, counterparty, information } of named) {
    if (amount?.amountMinor === 0n) continue
    yield claim('charge', endToEndId ?? name, {
      ...whole,
      endToEndId,
      amountMinor: amount?.amountMinor.toString() ?? null,
      bankReference: bankReference ?? entry.bankReference,
      counterparty: counterparty?.name ?? information,
    })
  }
}

function byCurrency(charges: readonly Charge[]): Charges | null {
  if (charges.length === 0) return null
  const sums: Record<string, bigint> = {}
  for (const { currency, amountMinor } of charges) sums[currency] = (sums[currency] ?? 0n) + amountMinor
  return Object.fromEntries(Object.entries(sums).map(([currency, minor]) => [currency, minor.toString()]))
}

/** What a notification or statement is evidence of: which payments left, as a batch or by name, and which came back. */
import { dayIn } from '@/iso20022/booking-day'
import type { Charge } from '@/iso20022/charges'
import { codeOfText } from '@/iso20022/reason-texts'
import type { Batch, BookedTransaction, BookingReport, Entry } from '@/iso20022/report-types'
import { chargeEvidence, chargesSaid, ownCharges, wholeCharges } from './charge-evidence'
import { type Evidence, type EvidenceOf, nationalNumber, type Said } from './evidence'
import { NAMES_TWO, namesTwo, type Ours, paymentNamed } from './payment-named'

/** The time zone of the bank that keeps an account, an IANA name; null for an account that is not ours. */
export type ZoneOf = (account: string | null) => string | null

/** Announced entries that are not booked are evidence of nothing; an entry that is listed twice is one. */
export function* bookingEvidence(report: BookingReport, claim: EvidenceOf, zoneOf: ZoneOf, ours: Ours): Generator<Evidence> {
  const listed = new Set<string>()
  for (const entry of report.entries) {
    const known = `${entry.account ?? ''} ${entry.fingerprint}`
    if (!entry.booked || listed.has(known)) continue
    listed.add(known)
    yield* entryEvidence(named(entry, ours), claim, zoneOf(entry.account))
  }
}

type Named = BookedTransaction & { namesTwo?: boolean }
type NamedEntry = Entry & { transactions: readonly Named[] }

/** The entry with every payment under the end-to-end id it has with us. */
function named(entry: Entry, ours: Ours): NamedEntry {
  if (entry.transactions.every((each) => each.instructionId === null || each.instructionId === each.endToEndId)) return entry
  const transactions = entry.transactions.map((each) => ({ ...each, endToEndId: paymentNamed(each, ours), namesTwo: namesTwo(each, ours) }))
  return { ...entry, transactions }
}

function* entryEvidence(entry: NamedEntry, claim: EvidenceOf, zone: string | null): Generator<Evidence> {
  const name = entry.entryReference ?? entry.bankReference ?? 'entry'
  const whole: Said = {
    booking: `${nationalNumber(entry.account)} ${entry.bookingKey ?? entry.fingerprint}`,
    amountMinor: entry.amount.amountMinor.toString(),
    currency: entry.amount.currency,
    account: entry.account,
    bookedOn: entry.bookingDate && dayIn({ day: entry.bookingDate, at: entry.bookedAt }, zone),
    valueDate: entry.valueDate && dayIn({ day: entry.valueDate, at: entry.valueAt }, zone),
    bankReference: entry.bankReference,
    reasonText: null,
    entryAmountMinor: entry.amount.amountMinor.toString(),
    entryCurrency: entry.amount.currency,
    direction: entry.direction,
  }
  if (entry.isCharge) return yield* ownCharges(entry, name, whole, claim)
  yield* wholeCharges(entry, name, whole, claim)
  if (entry.direction === 'debit' && entry.reversal) {
    for (const { charges, endToEndId } of entry.transactions) {
      const said = { ...whole, endToEndId }
      yield* chargeEvidence(charges, 'charged for a debit that reverses an earlier credit', endToEndId ?? name, said, claim)
    }
    return yield* reversedDebit(entry, name, whole, claim)
  }
  for (const booked of entry.transactions) yield* transactionEvidence(entry, booked, name, whole, claim)
  if (entry.direction === 'debit') yield* batchEvidence(entry, name, whole, claim)
  else if (entry.transactions.length === 0) {
    const why = entry.reversal ? { reasonText: entry.information, reasonCode: codeOfText(entry.information) } : {}
    yield claim('credit', name, { ...whole, ...why, problem: creditProblem(entry), counterparty: entry.information })
  }
}

/** The blocks that a debit is for; or, where it names no payment either, the debit alone. */
function* batchEvidence(entry: NamedEntry, name: string, whole: Said, claim: EvidenceOf): Generator<Evidence> {
  const isToldByName = toldByName(entry)
  const blocks = entry.batches.filter((batch) => batch.paymentInformationId !== null && !isToldByName(batch))
  for (const batch of blocks)
    yield claim('batch', batch.paymentInformationId ?? name, {
      ...whole,
      blockId: batch.paymentInformationId,
      messageId: batch.messageId,
      payments: batch.count,
      amountMinor: batch.sum?.amountMinor.toString() ?? null,
      currency: batch.sum?.currency ?? entry.amount.currency,
      problem: sumProblem(entry, batch),
    })
  if (entry.transactions.length + blocks.length === 0 && !isAllCharges(entry))
    yield claim('summary', name, { ...whole, counterparty: entry.information })
}

/**
 * The debit of an earlier credit, by the standard. Some banks tell a payment that came back this way: one that names its payment and gives a reason may
 * be that, which a person can say.
 */
function* reversedDebit(entry: NamedEntry, name: string, whole: Said, claim: EvidenceOf): Generator<Evidence> {
  const back = entry.transactions.filter((each) => each.endToEndId !== null && each.returnReason !== null && each.amount !== null)
  if (back.length > 0) {
    const problem = 'a reversed debit that names a payment: it may be the return of that payment'
    for (const each of back)
      yield claim('credit', each.endToEndId ?? name, { ...saidOf(each, entry, whole), ...reasonOf(each, entry), problem })
    return
  }
  const [only] = entry.transactions.length === 1 ? entry.transactions : []
  const about = { endToEndId: only?.endToEndId ?? null, blockId: only?.paymentInformationId ?? null, ...(only && reasonOf(only, entry)) }
  yield claim('note', only?.endToEndId ?? name, { ...whole, ...about, problem: 'a debit that reverses an earlier credit' })
}

/** What a sum in another currency than the entry’s is worth, only the bank knows. */
const sumProblem = (entry: Entry, { sum }: Batch): string | null =>
  sum && sum.currency !== entry.amount.currency
    ? 'booked as a batch whose sum is in another currency than the entry, so no payment is settled'
    : null

const reasonOf = ({ returnReason }: Named, entry: Entry) => ({
  reasonCode: returnReason?.code ?? null,
  reasonText: returnReason ? returnReason.text : entry.information,
})

/** What is nothing but charges is told by them. */
const isAllCharges = ({ amount, charges }: Entry): boolean =>
  charges.some((each: Charge) => each.amountMinor === amount.amountMinor && each.currency === amount.currency)

/** A batch whose payments all stand beside it by name adds nothing to them: where a name agrees with nothing, the sum must not settle it. */
function toldByName({ transactions }: NamedEntry): (batch: Batch) => boolean {
  const payments = new Map<string | null, { count: number; named: number }>()
  for (const { paymentInformationId, endToEndId } of transactions) {
    const { count, named } = payments.get(paymentInformationId) ?? { count: 0, named: 0 }
    payments.set(paymentInformationId, { count: count + 1, named: named + (endToEndId === null ? 0 : 1) })
  }
  return (batch) => {
    // Those of no block may be of any.
    const of = [...new Set([batch.paymentInformationId, null])].flatMap((block) => payments.get(block) ?? [])
    const [count, named] = [of.reduce((sum, each) => sum + each.count, 0), of.reduce((sum, each) => sum + each.named, 0)]
    return count > 0 && named === count && (batch.count === null || batch.count === count)
  }
}

const creditProblem = (entry: Entry): string =>
  entry.reversal ? 'a debit that the bank reversed without naming its payment' : 'a credit that is not marked as a return'

function saidOf(booked: Named, entry: Entry, whole: Said): Said {
  return {
    ...whole,
    endToEndId: booked.endToEndId,
    blockId: booked.paymentInformationId,
    amountMinor: booked.amount?.amountMinor.toString() ?? null,
    currency: booked.amount?.currency ?? null,
    bankReference: booked.bankReference ?? entry.bankReference,
    counterparty: booked.counterparty?.name ?? booked.information,
  }
}

function transactionEvidence(entry: NamedEntry, booked: Named, name: string, whole: Said, claim: EvidenceOf): Evidence[] {
  const reference = booked.endToEndId ?? name
  const said = saidOf(booked, entry, whole)
  const untold = (problem: string) => chargeEvidence(booked.charges, problem, reference, said, claim)
  const isNamed = booked.endToEndId !== null && booked.amount !== null
  if (entry.direction === 'credit') {
    if (booked.returnReason === null && !entry.reversal)
      return [
        claim('credit', reference, { ...said, problem: 'a credit that is not marked as a return' }),
        ...untold('charged for a credit that is not marked as a return'),
      ]
    const { code, text } = booked.returnReason ?? { code: null, text: entry.information }
    const because = { ...said, reasonCode: code, reasonText: text }
    if (!isNamed)
      return [
        claim('credit', reference, { ...because, problem: 'returned without an end-to-end id or an amount' }),
        ...untold('charged for a return without an end-to-end id or an amount'),
      ]
    return [claim('return', reference, { ...because, ...chargesSaid(booked) }), ...givenBack(booked, reference, said, claim)]
  }
  if (!isNamed)
    return [
      claim('unnamed', reference, { ...said, problem: booked.namesTwo ? NAMES_TWO : null }),
      ...untold('charged for a payment that the bank does not name'),
    ]
  return [
    claim('booking', reference, { ...said, ...chargesSaid(booked), ...accountSaid(entry, booked) }),
    ...givenBack(booked, reference, said, claim),
  ]
}

/** What the bank gives back of its charges is for a person: no fee is less than nothing. */
const givenBack = ({ charges }: BookedTransaction, reference: string, said: Said, claim: EvidenceOf): Iterable<Evidence> =>
  chargeEvidence(
    charges.filter(({ back }) => back),
    'a charge',
    reference,
    said,
    claim,
  )

function accountSaid(entry: Entry, { amount, accountAmount, exchangeRate }: BookedTransaction): Said {
  if (amount === null || amount.currency === entry.amount.currency) return {}
  return {
    accountAmountMinor: accountAmount?.amountMinor.toString() ?? null,
    accountCurrency: accountAmount?.currency ?? null,
    exchangeRate,
  }
}

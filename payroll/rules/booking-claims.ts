/** What a notification or statement claims: which payments left, as a batch or by name, and which came back. */
import type { BankAmount } from '@/bank/amount'
import { codeOfText } from '@/bank/reason-texts'
import type { Batch, BookedTransaction, BookingReport, Entry } from '@/bank/report-types'
import type { Claim, Claimant } from './claim'
import { NAMES_TWO, namesTwo, type Ours, paymentNamed } from './payment-named'

/** Announced entries that are not booked claim nothing; an entry that is listed twice is one. */
export function* bookingClaims(report: BookingReport, claim: Claimant, ours: Ours): Generator<Claim> {
  const listed = new Set<string>()
  for (const entry of report.entries) {
    const known = `${entry.account ?? ''} ${entry.fingerprint}`
    if (!entry.booked || listed.has(known)) continue
    listed.add(known)
    yield* entryClaims(named(entry, ours), claim)
  }
}

/** One file names the account by its IBAN, another by the number that is all of it behind the check digits. */
const nationalNumber = (account: string | null): string => account?.replace(/^[A-Z]{2}\d{2}/, '') ?? ''

/** The entry with every payment under the end-to-end id it has with us. */
function named(entry: Entry, ours: Ours): NamedEntry {
  const transactions = entry.transactions.map((each) =>
    each.instructionId === null ? each : { ...each, endToEndId: paymentNamed(each, ours), namesTwo: namesTwo(each, ours) },
  )
  return { ...entry, transactions }
}

type Named = BookedTransaction & { namesTwo?: boolean }
type NamedEntry = Omit<Entry, 'transactions'> & { transactions: readonly Named[] }

type Said = Partial<Omit<Claim, 'key' | 'kind' | 'reference'>>

function entryClaims(entry: NamedEntry, claim: Claimant): Claim[] {
  const name = entry.entryReference ?? entry.bankReference ?? 'entry'
  const whole: Said = {
    booking: `${nationalNumber(entry.account)} ${entry.bookingKey ?? entry.fingerprint}`,
    amountMinor: entry.amount.amountMinor.toString(),
    currency: entry.amount.currency,
    account: entry.account,
    bookedOn: entry.bookingDate,
    bankReference: entry.bankReference,
    reasonText: null,
    entryAmountMinor: entry.amount.amountMinor.toString(),
    entryCurrency: entry.amount.currency,
    direction: entry.direction,
  }
  const charged = chargeNotes(entry.charges, name, whole, claim)
  if (entry.direction === 'debit' && entry.reversal) return [...reversedDebit(entry, name, whole, claim), ...charged]
  const single = entry.transactions.flatMap((booked) => transactionClaims(entry, booked, name, whole, claim))
  if (entry.direction === 'credit') {
    const why = entry.reversal ? { reasonText: entry.information, reasonCode: codeOfText(entry.information) } : {}
    const alone =
      single.length > 0 ? [] : [claim('credit', name, { ...whole, ...why, problem: creditProblem(entry), counterparty: entry.information })]
    return [...single, ...alone, ...charged]
  }
  const blocks = entry.batches.filter((batch) => batch.paymentInformationId !== null && !isToldByName(entry, batch))
  const batches = blocks.map((batch) =>
    claim('batch', batch.paymentInformationId ?? name, {
      ...whole,
      blockId: batch.paymentInformationId,
      messageId: batch.messageId,
      payments: batch.count,
      amountMinor: batch.sum?.amountMinor.toString() ?? null,
      currency: batch.sum?.currency ?? entry.amount.currency,
      problem: sumProblem(entry, batch),
    }),
  )
  // What is nothing but charges is told by them.
  const isCharge = entry.charges.some(
    ({ amountMinor, currency }) => amountMinor === entry.amount.amountMinor && currency === entry.amount.currency,
  )
  const summary =
    single.length + batches.length > 0 || isCharge ? [] : [claim('summary', name, { ...whole, counterparty: entry.information })]
  return [...single, ...batches, ...summary, ...charged]
}

/**
 * The debit of an earlier credit, by the standard. Some banks tell a payment that came back this way: one that names its payment and gives a reason may
 * be that, which a person can say.
 */
function reversedDebit(entry: NamedEntry, name: string, whole: Said, claim: Claimant): Claim[] {
  const back = entry.transactions.filter((each) => each.endToEndId !== null && each.returnReason !== null && each.amount !== null)
  if (back.length > 0) {
    return back.map((each) =>
      claim('credit', each.endToEndId ?? name, { ...saidOf(each, entry, whole), ...reasonOf(each, entry), problem: REVERSED_DEBIT }),
    )
  }
  const [only] = entry.transactions.length === 1 ? entry.transactions : []
  const about = { endToEndId: only?.endToEndId ?? null, blockId: only?.paymentInformationId ?? null, ...(only && reasonOf(only, entry)) }
  return [claim('note', only?.endToEndId ?? name, { ...whole, ...about, problem: 'a debit that takes back an earlier credit' })]
}

const REVERSED_DEBIT = 'a reversed debit that names a payment: it may be that payment’s return'

/** What a sum in another currency than the entry’s is worth, only the bank knows. */
const sumProblem = (entry: NamedEntry, { sum }: Batch): string | null =>
  sum && sum.currency !== entry.amount.currency
    ? 'booked as a batch with its sum in another currency than the entry, so nothing was settled by it'
    : null

const reasonOf = ({ returnReason }: Named, entry: NamedEntry) => ({
  reasonCode: returnReason?.code ?? null,
  reasonText: returnReason ? returnReason.text : entry.information,
})

const chargeNotes = (charges: readonly BankAmount[], reference: string, said: Said, claim: Claimant): Claim[] =>
  charges.map(({ amountMinor, currency }) =>
    claim('note', reference, {
      ...said,
      amountMinor: amountMinor.toString(),
      currency,
      problem: 'charged for the entry as a whole, so no payout carries it',
    }),
  )

/** A batch whose payments all stand beside it by name adds nothing to them: where a name agrees with nothing, the sum must not settle it. */
function isToldByName(entry: NamedEntry, batch: Batch): boolean {
  const of = entry.transactions.filter((each) => (each.paymentInformationId ?? batch.paymentInformationId) === batch.paymentInformationId)
  return of.length > 0 && of.every((each) => each.endToEndId !== null) && (batch.count === null || batch.count === of.length)
}

const creditProblem = (entry: NamedEntry): string =>
  entry.reversal ? 'a debit taken back without naming its payment' : 'a credit that is not marked as a return'

function saidOf(booked: Named, entry: NamedEntry, whole: Said): Said {
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

function transactionClaims(entry: NamedEntry, booked: Named, name: string, whole: Said, claim: Claimant): Claim[] {
  const reference = booked.endToEndId ?? name
  const said = saidOf(booked, entry, whole)
  if (entry.direction === 'credit') {
    if (booked.returnReason === null && !entry.reversal)
      return [claim('credit', reference, { ...said, problem: 'a credit that is not marked as a return' })]
    const { code, text } = booked.returnReason ?? { code: null, text: entry.information }
    if (booked.endToEndId === null || booked.amount === null) {
      return [
        claim('credit', reference, {
          ...said,
          reasonCode: code,
          reasonText: text,
          problem: 'returned without an end-to-end id or an amount',
        }),
      ]
    }
    return [claim('return', reference, { ...said, reasonCode: code, reasonText: text })]
  }
  if (booked.endToEndId === null || booked.amount === null)
    return [
      claim('unnamed', reference, { ...said, problem: booked.namesTwo ? NAMES_TWO : null }),
      ...chargeNotes(booked.charges, reference, said, claim),
    ]
  const { currency } = booked.amount
  const own = booked.charges.filter((charge) => charge.currency === currency)
  const feeMinor = own.length > 0 ? own.reduce((sum, charge) => sum + charge.amountMinor, 0n).toString() : null
  const foreign = booked.charges.filter((charge) => charge.currency !== currency)
  return [
    claim('booking', reference, { ...said, feeMinor }),
    ...foreign.map((charge) =>
      claim('note', reference, {
        ...said,
        amountMinor: charge.amountMinor.toString(),
        currency: charge.currency,
        problem: 'charged in another currency than the payment, so its fee is not counted',
      }),
    ),
  ]
}

/** What an entry consists of (`NtryDtls`): batches, payments, or both. */

import { ITEMS_AT_ONCE, type Work } from '@/platform/in-turns'
import { type BankAmount, bankAmount } from './amount'
import type { ReducedTransaction } from './camt-transaction'
import { type Charge, most, withoutIncluded } from './charges'
import { codeOfText } from './reason-texts'
import { reference } from './references'
import type { Batch, BookedTransaction } from './report-types'
import { many, type Node, one, reduced, text } from './xml-node'

export type Details = {
  batches: Batch[]
  transactions: BookedTransaction[]
  /** Of payments that turned out to be whole batches, or none of this entry's. */
  charges: Charge[]
}

/** What the entry says that its payments take part in. */
export type Whole = {
  amount: BankAmount
  /** As it was instructed, where the entry says so. */
  instructed: BankAmount | null
  exchangeRate: string | null
  direction: 'debit' | 'credit'
  returned: boolean
  /** A debit that is marked as the reversal of a credit. */
  reversed: boolean
  information: string | null
  charges: readonly Charge[]
}

type Note = (problem: string, line?: number) => void

/**
 * What an entry's NtryDtls say (camt.053 and camt.054, EntryDetails): batches, transactions and charges. What contradicts itself is told to `note`,
 * with its line. Gives way between the details.
 */
export function* detailsOf(entry: Node, whole: Whole, note: Note): Work<Details> {
  const details: Details = { batches: [], transactions: [], charges: [] }
  const groups = many(entry, 'NtryDtls')
  for (const group of groups) {
    const inside = reduced<ReducedTransaction>(group, 'TxDtls')
    for (const { booked, problems, line } of inside) for (const problem of problems) note(named(booked, problem), line)
    yield
    const batch = batchOf(group, note)
    const block = asBlock(batch, inside, whole.direction)
    if (block) details.charges.push(...(inside[0]?.booked.charges ?? []))
    else yield* addTransactions(details, inside, batch, whole, note)
    if (block ?? batch) details.batches.push(block ?? (batch as Batch))
  }
  const [batch] = details.batches
  const [group] = groups
  if (batch && details.batches.length === 1 && groups.length === 1 && text(one(group, 'Btch'), 'TtlAmt') === null)
    batch.sum ??= withoutIncluded(whole.amount, whole.charges, whole.direction)
  const [alone] = details.transactions
  if (alone && details.transactions.length === 1 && groups.length === 1 && (batch?.count ?? 1) === 1) takeWhole(alone, whole)
  return details
}

/** The one payment of an entry is what the entry says: what it took from the account is the entry's amount without its charges. */
function takeWhole(alone: BookedTransaction, whole: Whole): void {
  const charges = most(alone.charges, whole.charges)
  const amount = withoutIncluded(whole.amount, charges, whole.direction)
  const isForeign = (each: BankAmount | null): each is BankAmount => each !== null && each.currency !== amount.currency
  const told = isForeign(alone.amount) ? alone.accountAmount : alone.amount
  if (!isForeign(alone.amount)) alone.amount = isForeign(whole.instructed) ? whole.instructed : (alone.amount ?? amount)
  alone.exchangeRate ??= whole.exchangeRate
  if (!isForeign(alone.amount)) return
  // Charges may lie between the two without being marked as a part of the entry.
  const charged = charges.reduce((sum, each) => (each.currency === amount.currency && !each.back ? sum + each.amountMinor : sum), 0n)
  const between = told === null ? 0n : whole.amount.amountMinor - told.amountMinor
  alone.accountAmount = told !== null && between === (whole.direction === 'debit' ? charged : -charged) ? told : amount
}

function batchOf(group: Node, note: (problem: string) => void): Batch | null {
  const node = one(group, 'Btch')
  if (node === undefined) return null
  const said = text(node, 'NbOfTxs')
  const count = said !== null && /^\d{1,9}$/.test(said) ? Number(said) : null
  if (said !== null && count === null) note(`its batch: "${said.slice(0, 40)}" is not a number of payments`)
  const sum = bankAmount(one(node, 'TtlAmt'))
  if (sum && 'problem' in sum) note(`its batch: ${sum.problem}`)
  return {
    messageId: reference(node, 'MsgId'),
    paymentInformationId: reference(node, 'PmtInfId'),
    count,
    sum: sum && 'amountMinor' in sum ? sum : null,
  }
}

/** Some banks write a batch as a payment that names the block and no payment of it, beside or in place of the batch itself. */
function asBlock(batch: Batch | null, inside: readonly ReducedTransaction[], direction: Whole['direction']): Batch | null {
  const [only] = inside
  if (!only || inside.length > 1 || batch?.count === 1) return null
  const { endToEndId, instructionId, messageId, paymentInformationId, amount, charges, returnReason } = only.booked
  const blockId = paymentInformationId ?? batch?.paymentInformationId ?? null
  if (blockId === null || endToEndId !== null || instructionId !== null || returnReason) return null
  return {
    messageId: batch?.messageId ?? messageId,
    paymentInformationId: blockId,
    count: batch?.count ?? null,
    sum: batch?.sum ?? (amount && only.isGross ? withoutIncluded(amount, charges, direction) : amount),
  }
}

function* addTransactions(details: Details, inside: readonly ReducedTransaction[], ...how: [Batch | null, Whole, Note]): Work {
  for (const [index, each] of inside.entries()) {
    addTransaction(details, each, ...how)
    if (index % ITEMS_AT_ONCE === 0) yield
  }
}

/** What comes back keeps the parties of the payment as it was sent: its debtor is the owner of this account, and the other side its creditor. */
function addTransaction(
  details: Details,
  { booked, moved, isGross, converted, remark, indicator, line, returned, debtor, creditor }: ReducedTransaction,
  batch: Batch | null,
  whole: Whole,
  note: Note,
): void {
  if (indicator !== null && indicator !== (whole.direction === 'debit' ? 'DBIT' : 'CRDT')) {
    note(named(booked, 'goes in the opposite direction to its entry'), line)
    details.charges.push(...booked.charges)
    return
  }
  if (isGross && booked.amount) booked.amount = withoutIncluded(booked.amount, booked.charges, whole.direction)
  booked.amount = reallyMoved(booked, moved, whole.charges)
  booked.accountAmount = onAccount(booked, converted, whole)
  booked.messageId ??= batch?.messageId ?? null
  booked.paymentInformationId ??= batch?.paymentInformationId ?? null
  if (whole.direction === 'credit' || whole.reversed) markReturn(booked, returned || whole.returned, remark, whole.information)
  booked.counterparty = whole.direction === 'debit' ? creditor : booked.returnReason ? (creditor ?? debtor) : (debtor ?? creditor)
  details.transactions.push(booked)
}

/**
 * A payment is matched by the amount it was instructed with, unless that amount did not move: in one currency only charges may lie between the two.
 */
function reallyMoved({ amount, charges }: BookedTransaction, moved: BankAmount | null, ofEntry: readonly Charge[]): BankAmount | null {
  if (!amount || !moved || amount.currency !== moved.currency) return amount
  const between = amount.amountMinor > moved.amountMinor ? amount.amountMinor - moved.amountMinor : moved.amountMinor - amount.amountMinor
  if (between === 0n) return amount
  const inside = charges.filter((each) => each.inside)
  return [charges, inside, ofEntry].some((some) => sumIn(some, amount.currency) === between) ? amount : moved
}

const sumIn = (charges: readonly Charge[], currency: string): bigint =>
  charges.reduce((all, each) => (each.currency === currency ? all + each.amountMinor : all), 0n)

/** What a payment in another currency took from the account, in the account's. */
function onAccount({ amount, charges }: BookedTransaction, converted: ReducedTransaction['converted'], whole: Whole): BankAmount | null {
  if (!amount || amount.currency === whole.amount.currency) return null
  const found = converted.find(({ currency }) => currency === whole.amount.currency)
  if (!found) return null
  const { isGross, ...plain } = found
  return isGross ? withoutIncluded(plain, charges, whole.direction) : plain
}

/** A reason given as a text only, in whichever field, and a return that is marked without a reason. What we wrote on the payment is not the bank's reason. */
function markReturn(booked: BookedTransaction, returned: boolean, remark: string | null, ofEntry: string | null): void {
  const said = [booked.information, ofEntry].find((each) => codeOfText(each) !== null) ?? null
  const given = booked.returnReason
  if (!given && !returned && said === null) return
  booked.returnReason = {
    code: given?.code ?? (given?.text ? null : codeOfText(said)),
    text: given?.text ?? (given?.code ? null : (said ?? remark ?? ofEntry)),
  }
}

const named = ({ endToEndId }: BookedTransaction, problem: string): string => `payment ${endToEndId ?? 'without id'}: ${problem}`

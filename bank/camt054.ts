/** Debit and credit notifications in (camt.054, any version): what the bank booked. A booked debit is what proves a payment. */
import { type BankAmount, bankAmount } from './amount'
import { chargesOf } from './charges'
import { returnReason } from './reasons'
import type { Batch, BookedTransaction, BookingReport, Entry } from './report-types'
import { type Unreadable, unreadable } from './unreadable'
import { many, type Node, one, text } from './xml-node'

export type { BookingReport, Entry } from './report-types'

/** Reads the message element `BkToCstmrDbtCdtNtfctn`. */
export function readCamt054(message: Node): BookingReport | Unreadable {
  const messageId = text(message, 'GrpHdr', 'MsgId')
  if (messageId === null) return unreadable('the notification has no message id')
  const notUnderstood: string[] = []
  const entries: Entry[] = []
  for (const notification of many(message, 'Ntfctn')) {
    const account = text(notification, 'Acct', 'Id', 'IBAN') ?? text(notification, 'Acct', 'Id', 'Othr', 'Id')
    many(notification, 'Ntry').forEach((node, i) => {
      const read = entry(node, account)
      if (typeof read === 'string') notUnderstood.push(`entry ${text(node, 'NtryRef') ?? i + 1}: ${read}`)
      else entries.push(read)
    })
  }
  return { kind: 'camt.054', messageId, createdAt: text(message, 'GrpHdr', 'CreDtTm'), statements: [], entries, notUnderstood }
}

function entry(node: Node, account: string | null): Entry | string {
  const amount = bankAmount(one(node, 'Amt'))
  if (!amount) return 'its amount is missing or is not a number of its currency'
  const indicator = text(node, 'CdtDbtInd')
  if (indicator !== 'DBIT' && indicator !== 'CRDT') return 'it does not say whether it is a debit or a credit'
  const details = many(node, 'NtryDtls')
  const transactions = details.flatMap((each) => many(each, 'TxDtls').map((transaction) => ({ transaction, batch: batchOf(each) })))
  const booked = transactions.map(({ transaction, batch }) => bookedTransaction(transaction, batch))
  const alone = booked.length === 1 ? booked[0] : undefined
  if (alone && alone.amount === null) alone.amount = amount
  const isReturn = indicator === 'CRDT' && (text(node, 'RvslInd') === 'true' || subFamilyOf(node) === 'RRTN')
  for (const each of booked)
    if (isReturn && each.returnReason === null) each.returnReason = { code: null, text: text(node, 'AddtlNtryInf') }
  return {
    line: 0,
    statementId: null,
    fingerprint: [text(node, 'NtryRef'), text(node, 'AcctSvcrRef'), indicator, amount.amountMinor, amount.currency].join(' '),
    bookingKey: null,
    status: text(node, 'Sts', 'Cd') ?? text(node, 'Sts'),
    information: text(node, 'AddtlNtryInf'),
    entryReference: text(node, 'NtryRef'),
    bankReference: text(node, 'AcctSvcrRef'),
    booked: (text(node, 'Sts', 'Cd') ?? text(node, 'Sts')) === 'BOOK',
    direction: indicator === 'DBIT' ? 'debit' : 'credit',
    reversal: text(node, 'RvslInd') === 'true',
    amount,
    account,
    bookingDate: text(node, 'BookgDt', 'Dt') ?? text(node, 'BookgDt', 'DtTm')?.slice(0, 10) ?? null,
    batches: details.map(batchOf).filter((batch) => batch !== null),
    charges: chargesOnce(chargesOf(node), booked),
    transactions: booked,
  }
}

function batchOf(details: Node): Batch | null {
  const node = one(details, 'Btch')
  if (node === undefined) return null
  const count = text(node, 'NbOfTxs')
  return {
    messageId: text(node, 'MsgId'),
    paymentInformationId: text(node, 'PmtInfId'),
    count: count !== null && /^\d{1,15}$/.test(count) ? Number(count) : null,
    sum: bankAmount(one(node, 'TtlAmt')),
  }
}

function bookedTransaction(node: Node, batch: Batch | null): BookedTransaction {
  const reference = (name: string): string | null => text(node, 'Refs', name)
  return {
    endToEndId: reference('EndToEndId') === 'NOTPROVIDED' ? null : reference('EndToEndId'),
    instructionId: reference('InstrId'),
    messageId: reference('MsgId') ?? batch?.messageId ?? null,
    paymentInformationId: reference('PmtInfId') ?? batch?.paymentInformationId ?? null,
    bankReference: reference('AcctSvcrRef'),
    // Where it stands differs by version and bank; the amount as instructed is the one we can match.
    amount:
      bankAmount(one(node, 'AmtDtls', 'InstdAmt', 'Amt')) ??
      bankAmount(one(node, 'AmtDtls', 'TxAmt', 'Amt')) ??
      bankAmount(one(node, 'Amt')),
    charges: chargesOf(node),
    returnReason: returnReason(node),
    counterparty: null,
    information: text(node, 'AddtlTxInf'),
  }
}

/** Banks repeat charges at both levels: what the payments carry is not counted again, and a single payment takes its entry's charges. */
function chargesOnce(ofEntry: BankAmount[], transactions: BookedTransaction[]): BankAmount[] {
  if (transactions.some((transaction) => transaction.charges.length > 0)) return []
  const alone = transactions.length === 1 ? transactions[0] : undefined
  if (!alone) return ofEntry
  alone.charges = ofEntry
  return []
}

/** The ISO sub-family of the booking: RRTN is a return. */
const subFamilyOf = (node: Node): string | null => text(node, 'BkTxCd', 'Domn', 'Fmly', 'SubFmlyCd')

/** What a bank says, as values, for tests that care about its meaning and not about its XML. */
import { createHash, randomUUID } from 'node:crypto'
import type { BankDocument, BankReport, BookedTransaction, BookingReport, Entry, StatusReport } from '@/iso20022/report-types'

const ACCOUNT = 'DE02120300000000202051'

/** A payment as an instruction of the ledger names it. */
export type Sent = { endToEndId: string; amountMinor: bigint; currency: string }

const minor = ({ amountMinor, currency }: Sent) => ({ amountMinor, currency })

/** A booked entry of `sent`, each by name. */
export function debit(id: string, sent: readonly Sent[], change: Partial<Entry> = {}): Entry {
  const amountMinor = sent.reduce((sum, each) => sum + each.amountMinor, 0n)
  return {
    line: 1,
    statementId: null,
    fingerprint: id,
    bookingKey: null,
    entryReference: id,
    bankReference: `BK-${id}`,
    booked: true,
    status: 'BOOK',
    direction: 'debit',
    reversal: false,
    amount: { amountMinor, currency: sent[0]?.currency ?? 'EUR' },
    account: ACCOUNT,
    bookingDate: '2026-11-25',
    bookedAt: null,
    valueDate: null,
    valueAt: null,
    isCharge: false,
    batches: [],
    charges: [],
    transactions: sent.map((each) => named(each)),
    information: null,
    ...change,
  }
}

export function named(sent: Sent, change: Partial<BookedTransaction> = {}): BookedTransaction {
  return {
    endToEndId: sent.endToEndId,
    instructionId: null,
    messageId: null,
    paymentInformationId: null,
    bankReference: null,
    amount: minor(sent),
    charges: [],
    accountAmount: null,
    exchangeRate: null,
    returnReason: null,
    counterparty: null,
    information: null,
    ...change,
  }
}

/** A block booked as one line. */
export function batch(id: string, blockId: string, sent: readonly Sent[], change: Partial<Entry> = {}): Entry {
  const entry = debit(id, sent)
  const one = { messageId: null, paymentInformationId: blockId, count: sent.length, sum: entry.amount }
  return { ...entry, transactions: [], batches: [one], ...change }
}

/** A credit that brings a payment back. */
export function comesBack(id: string, sent: Sent, reason: string, change: Partial<Entry> = {}): Entry {
  const returned = named(sent, { returnReason: { code: reason, text: null } })
  return debit(id, [sent], { direction: 'credit', transactions: [returned], ...change })
}

export function booked(
  entries: readonly Entry[],
  kind: BookingReport['kind'] = 'camt.054',
  messageId: string = randomUUID(),
): BookingReport {
  return { kind, messageId, createdAt: null, statements: [], entries: [...entries], notUnderstood: [] }
}

/** A status for single payments of the file `originalMessageId`. */
export function status(
  originalMessageId: string,
  answers: readonly { endToEndId: string; status: string; reason?: string }[],
): StatusReport {
  const transactions = answers.map(({ endToEndId, status, reason }) => ({
    endToEndId,
    instructionId: null,
    status,
    reasons: reason ? [{ code: reason, text: null }] : [],
    amount: null,
    bankReference: null,
  }))
  const blocks = [{ paymentInformationId: null, status: null, reasons: [], transactions }]
  return { kind: 'pain.002', messageId: randomUUID(), createdAt: null, originalMessageId, groupStatus: null, groupReasons: [], blocks }
}

/** The report as a file of its own would bring it. */
export function documentOf(report: BankReport): BankDocument {
  const sha256 = createHash('sha256')
    .update(JSON.stringify(report, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)))
    .digest('hex')
  return { place: `${report.messageId}.xml`, sha256, report }
}

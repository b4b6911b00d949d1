/** How the same entry is known again, in whichever file it comes. */
import { hash } from 'node:crypto'
import { detached } from './references'
import type { Entry } from './report-types'

/**
 * - `content`: a hash of what an entry says that stays the same when the bank repeats it, also under another message id or as a statement
 *   after a notification. The bank's numbering of entries is not of that kind, except where there is nothing else.
 * - `repeats`: equal entries that say the same here, in one statement, are one entry listed twice: they name the same payments or block under the
 *   same reference of the bank, or without one under the same number of entry. Null for what names nothing: two equal ones are two.
 * - `bare`: nothing in it is a reference of any kind.
 */
export type Identity = { content: string; repeats: string | null; bare: boolean }

export function identityOf(entry: Entry): Identity {
  const names = [
    ...entry.batches.map((each) => [each.messageId, each.paymentInformationId, each.count, each.sum?.amountMinor].join('|')),
    ...entry.transactions.map((each) =>
      [each.endToEndId, each.instructionId, each.bankReference, each.amount?.amountMinor, each.amount?.currency].join('|'),
    ),
  ]
  const named =
    entry.batches.some((each) => each.paymentInformationId !== null) ||
    entry.transactions.some((each) => each.endToEndId !== null || each.instructionId !== null)
  const referenced = entry.bankReference !== null || entry.entryReference !== null
  const otherwise =
    named || entry.bankReference !== null
      ? []
      : [entry.entryReference, entry.information, ...entry.transactions.flatMap((each) => [each.counterparty?.account, each.information])]
  return {
    content: fingerprint([bookingOf(entry), entry.status, entry.reversal, ...names, ...otherwise]),
    repeats: named && referenced ? (entry.bankReference ?? entry.entryReference) : null,
    bare: !named && !referenced,
  }
}

/** See `Entry.bookingKey`. */
export function bookingKeyOf(entry: Entry): string | null {
  return entry.bankReference === null ? null : fingerprint([bookingOf(entry), entry.booked])
}

const bookingOf = ({ bankReference, direction, amount, bookingDate }: Entry): string =>
  [bankReference, direction, amount.amountMinor, amount.currency, bookingDate].join('|')

/** 128 bits: enough to tell apart all entries that banks will ever send. */
const fingerprint = (parts: readonly unknown[]): string => detached(hash('sha256', parts.join('\n'), 'hex').slice(0, 32))

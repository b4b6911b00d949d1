/** How the same entry is known again, in whichever file it comes. */
import { createHash, type Hash, hash } from 'node:crypto'
import { ITEMS_AT_ONCE, type Work } from '@/platform/in-turns'
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

/** By what an entry is known in whichever file it comes: a hash of what it says, and the bank's reference where that names it. */
export function* identityOf(entry: Entry): Work<Identity> {
  const named =
    entry.batches.some((each) => each.paymentInformationId !== null) ||
    entry.transactions.some((each) => each.endToEndId !== null || each.instructionId !== null)
  const referenced = entry.bankReference !== null || entry.entryReference !== null
  return {
    content: yield* fingerprint(saidBy(entry, named)),
    repeats: named && referenced ? (entry.bankReference ?? entry.entryReference) : null,
    bare: !named && !referenced,
  }
}

function* saidBy(entry: Entry, named: boolean): Iterable<unknown> {
  yield* [bookingOf(entry), entry.status, entry.reversal]
  for (const each of entry.batches) yield [each.messageId, each.paymentInformationId, each.count, each.sum?.amountMinor].join('|')
  for (const each of entry.transactions)
    yield [each.endToEndId, each.instructionId, each.bankReference, each.amount?.amountMinor, each.amount?.currency].join('|')
  if (named || entry.bankReference !== null) return
  yield* [entry.entryReference, entry.information]
  for (const each of entry.transactions) yield* [each.counterparty?.account, each.information]
}

/** See `Entry.bookingKey`. */
export function bookingKeyOf(entry: Entry): string | null {
  return entry.bankReference === null ? null : short(hash('sha256', `${bookingOf(entry)}\n${entry.booked}`, 'hex'))
}

const bookingOf = ({ bankReference, direction, amount, bookingDate }: Entry): string =>
  [bankReference, direction, amount.amountMinor, amount.currency, bookingDate].join('|')

/** Of the parts, each in a line of its own. */
function* fingerprint(parts: Iterable<unknown>): Work<string> {
  let begun: Hash | null = null
  let some: unknown[] = []
  for (const part of parts) {
    some.push(part)
    if (some.length < ITEMS_AT_ONCE) continue
    begun = (begun ?? createHash('sha256')).update(`${some.join('\n')}\n`)
    some = []
    yield
  }
  return short(begun ? begun.update(some.join('\n')).digest('hex') : hash('sha256', some.join('\n'), 'hex'))
}

/** 128 bits: enough to tell apart all entries that banks will ever send. */
const short = (hex: string): string => detached(hex.slice(0, 32))

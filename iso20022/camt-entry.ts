/** One entry (`Ntry`), of camt.053 and camt.054 in every version. */

import type { Work } from '@/platform/in-turns'
import { bankAmount } from './amount'
import { dayOf } from './booking-day'
import { detailsOf } from './camt-details'
import { instructedIn, type ReducedTransaction, rateIn, saysCharge, saysReturned } from './camt-transaction'
import { weightOf } from './camt-weight'
import { chargesOf, countedOnce, isAllCharge } from './charges'
import { reference, words } from './references'
import type { Entry, EntryFacts } from './report-types'
import { many, type Node, one, reduced, text } from './xml-node'

/** An entry before its statement is known, or none when nothing certain can be said of it; with what could not be understood. */
export type ReducedEntry = { entry: Entry | null; notes: Note[] }

type Note = { problem: string; facts: EntryFacts }

/** `nth` of the file, from 1: many banks write the whole of it in one line. */
export function* reduceEntry(node: Node, line: number, nth: number): Work<ReducedEntry> {
  const notes: Note[] = []
  const entryReference = reference(node, 'NtryRef')
  const note = (problem: string, at = line, moves = false): void =>
    void notes.push({
      problem: `entry ${nth}${entryReference === null ? '' : `, reference ${entryReference}`} (line ${at}): ${problem}`,
      facts: { ...factsOf(node), moves },
    })
  const amount = bankAmount(one(node, 'Amt'))
  const indicator = text(node, 'CdtDbtInd')
  if (amount === null) note('the amount is missing')
  else if ('problem' in amount) note(amount.problem)
  else if (indicator !== 'DBIT' && indicator !== 'CRDT') note('it does not say whether it is a debit or a credit')
  else {
    const entry = yield* read(node, line, { entryReference, amount, direction: indicator === 'DBIT' ? 'debit' : 'credit' }, note)
    yield
    if (!entry.booked) return { entry, notes }
    const weight = weightOf(node, amount, indicator, [...entry.charges, ...entry.transactions.flatMap(({ charges }) => charges)])
    if (weight === 'less') note('its payments add up to less than the entry, and the file does not say what the rest is', line, true)
    if (weight !== 'more') return { entry, notes }
    const lost = entry.direction === 'debit' ? 'was settled' : 'came back'
    note(`its payments add up to more than the entry, so nothing in it ${lost}`, line, true)
  }
  return { entry: null, notes }
}

function* read(
  node: Node,
  line: number,
  known: Pick<Entry, 'entryReference' | 'amount' | 'direction'>,
  note: (problem: string, line?: number) => void,
): Work<Entry> {
  const status = text(node, 'Sts', 'Cd') ?? text(node, 'Sts', 'Prtry') ?? text(node, 'Sts')
  if (status === null) note('it does not say whether it is booked')
  const reversal = /^(?:true|1)$/.test(text(node, 'RvslInd') ?? '')
  const information = words(text(node, 'AddtlNtryInf'))
  const returned = known.direction === 'credit' && (reversal || saysReturned(node))
  const reversed = known.direction === 'debit' && reversal
  const own = chargesOf(node, note)
  const whole = { ...known, instructed: instructedIn(node), exchangeRate: rateIn(node), returned, reversed, information, charges: own }
  const { batches, transactions, charges } = yield* detailsOf(node, whole, note)
  const [bookedOn, valueOn] = [dayOf(node, 'BookgDt', note), dayOf(node, 'ValDt', note)]
  const left = countedOnce(own, transactions)
  return {
    entryReference: known.entryReference,
    amount: known.amount,
    direction: known.direction,
    line,
    statementId: null,
    fingerprint: '',
    bookingKey: null,
    bankReference: reference(node, 'AcctSvcrRef'),
    booked: status === 'BOOK',
    status,
    reversal,
    account: null,
    bookingDate: bookedOn?.day ?? null,
    bookedAt: bookedOn?.at ?? null,
    valueDate: valueOn?.day ?? null,
    valueAt: valueOn?.at ?? null,
    isCharge: saysCharge(node) || isAllCharge(known.amount, own) || allChargesIn(node),
    batches,
    charges: left.length > 0 || charges.length === 0 ? left : charges,
    // Pushing gives an array room for 17: 136 bytes an entry.
    transactions: transactions.slice(),
    information,
  }
}

/** What can be told of an entry that something was not understood of. The account is the statement's. */
function factsOf(node: Node): Omit<EntryFacts, 'moves'> {
  const amount = bankAmount(one(node, 'Amt'))
  const indicator = text(node, 'CdtDbtInd')
  return {
    amount: amount && 'amountMinor' in amount ? amount : null,
    direction: indicator === 'DBIT' ? 'debit' : indicator === 'CRDT' ? 'credit' : null,
    bookingDate: dayOf(node, 'BookgDt', () => {})?.day ?? null,
    reference: reference(node, 'AcctSvcrRef') ?? reference(node, 'NtryRef'),
    account: null,
  }
}

/** Every payment in it is marked as a charge. */
function allChargesIn(node: Node): boolean {
  const inside = many(node, 'NtryDtls').flatMap((group) => reduced<ReducedTransaction>(group, 'TxDtls'))
  return (
    inside.length > 0 && inside.every(({ isCharge, moved, booked }) => isCharge || (moved !== null && isAllCharge(moved, booked.charges)))
  )
}

/** One entry (`Ntry`), of camt.053 and camt.054 in every version. */
import { bankAmount } from './amount'
import { detailsOf } from './camt-details'
import { saysReturned } from './camt-transaction'
import { weightOf } from './camt-weight'
import { chargesOf, countedOnce, withoutIncluded } from './charges'
import { detached, reference, words } from './references'
import type { Entry, EntryFacts } from './report-types'
import { type Node, one, text } from './xml-node'

/** An entry before its statement is known, or none when nothing certain can be said of it; with what could not be understood. */
export type FoldedEntry = { entry: Entry | null; notes: Note[] }

type Note = { problem: string; facts: EntryFacts }

/** `nth` of the file, from 1: many banks write the whole of it in one line. */
export function foldEntry(node: Node, line: number, nth: number): FoldedEntry {
  const notes: Note[] = []
  const entryReference = reference(node, 'NtryRef')
  const note = (problem: string, at = line, moves = false): void =>
    void notes.push({
      problem: `entry ${nth}${entryReference === null ? '' : `, reference ${entryReference}`} (line ${at}): ${problem}`,
      facts: { ...factsOf(node), moves },
    })
  const amount = bankAmount(one(node, 'Amt'))
  const indicator = text(node, 'CdtDbtInd')
  if (amount === null) note('its amount is missing')
  else if ('problem' in amount) note(amount.problem)
  else if (indicator !== 'DBIT' && indicator !== 'CRDT') note('it does not say whether it is a debit or a credit')
  else {
    const entry = read(node, line, { entryReference, amount, direction: indicator === 'DBIT' ? 'debit' : 'credit' }, note)
    if (!entry.booked) return { entry, notes }
    const weight = weightOf(node, amount, indicator, [...entry.charges, ...entry.transactions.flatMap(({ charges }) => charges)])
    if (weight === 'less') note('its payments are less than the entry itself: nothing tells the rest', line, true)
    if (weight !== 'more') return { entry, notes }
    note(
      `its payments are more than the entry itself, so nothing ${entry.direction === 'debit' ? 'was settled' : 'came back'} by it`,
      line,
      true,
    )
  }
  return { entry: null, notes }
}

function read(
  node: Node,
  line: number,
  known: Pick<Entry, 'entryReference' | 'amount' | 'direction'>,
  note: (problem: string, line?: number) => void,
): Entry {
  const status = text(node, 'Sts', 'Cd') ?? text(node, 'Sts', 'Prtry') ?? text(node, 'Sts')
  if (status === null) note('it does not say whether it is booked')
  const reversal = /^(?:true|1)$/.test(text(node, 'RvslInd') ?? '')
  const information = words(text(node, 'AddtlNtryInf'))
  const returned = known.direction === 'credit' && (reversal || saysReturned(node))
  const amount = withoutIncluded(known.amount, node)
  const own = chargesOf(node, note)
  const { batches, transactions, charges } = detailsOf(
    node,
    { ...known, amount, returned, reversed: known.direction === 'debit' && reversal, information, charges: own },
    note,
  )
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
    bookingDate: bookingDay(node, note),
    batches,
    charges: countedOnce(own.length > 0 ? own : charges, transactions),
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
    bookingDate: bookingDay(node, () => {}),
    reference: reference(node, 'AcctSvcrRef') ?? reference(node, 'NtryRef'),
    account: null,
  }
}

/** A day of the calendar, whatever time and zone stand behind it. */
function bookingDay(node: Node, note: (problem: string) => void): string | null {
  const said = text(node, 'BookgDt', 'Dt') ?? text(node, 'BookgDt', 'DtTm')
  if (said === null) return null
  const day = /^[12]\d{3}-\d{2}-\d{2}(?=$|[TZ+-])/.exec(said)?.[0]
  if (day !== undefined && new Date(`${day}T00:00Z`).toJSON()?.startsWith(day)) return detached(day)
  note(`its booking date "${said.slice(0, 40)}" is no day`)
  return null
}

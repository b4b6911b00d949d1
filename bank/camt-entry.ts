/** One entry (`Ntry`), of camt.053 and camt.054 in every version. */
import { bankAmount } from './amount'
import { detailsOf } from './camt-details'
import { saysReturned } from './camt-transaction'
import { chargesOf, countedOnce } from './charges'
import { reference, words } from './references'
import type { Entry } from './report-types'
import { type Node, one, text } from './xml-node'

/** An entry before its statement is known, or none when nothing certain can be said of it; with what could not be understood. */
export type FoldedEntry = { entry: Entry | null; notes: string[] }

export function foldEntry(node: Node, line: number): FoldedEntry {
  const notes: string[] = []
  const entryReference = reference(node, 'NtryRef')
  const note = (problem: string, at = line): void =>
    void notes.push(`entry ${entryReference === null ? '' : `${entryReference} `}(line ${at}): ${problem}`)
  const amount = bankAmount(one(node, 'Amt'))
  const indicator = text(node, 'CdtDbtInd')
  if (amount === null) note('its amount is missing')
  else if ('problem' in amount) note(amount.problem)
  else if (indicator !== 'DBIT' && indicator !== 'CRDT') note('it does not say whether it is a debit or a credit')
  else return { entry: read(node, line, { entryReference, amount, direction: indicator === 'DBIT' ? 'debit' : 'credit' }, note), notes }
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
  const { batches, transactions, charges } = detailsOf(node, { ...known, returned, information }, note)
  const own = chargesOf(node, note)
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
    bookingDate: day(node, 'BookgDt'),
    batches,
    charges: countedOnce(own.length > 0 ? own : charges, transactions),
    // Pushing gives an array room for 17: 136 bytes an entry.
    transactions: transactions.slice(),
    information,
  }
}

const day = (node: Node, name: string): string | null => text(node, name, 'Dt') ?? text(node, name, 'DtTm')?.slice(0, 10) ?? null

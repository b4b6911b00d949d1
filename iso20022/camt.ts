/** Notifications (camt.054) and statements (camt.053) in: what the bank booked, in any version, with whichever namespace. */
import { normalizeAccount } from '@/events/account'
import type { Work } from '@/platform/in-turns'
import { type ReducedEntry, reduceEntry } from './camt-entry'
import { bookingKeyOf, type Identity, identityOf } from './camt-fingerprint'
import { reduceTransaction } from './camt-transaction'
import { reference, senderOf } from './references'
import type { BookingReport, Entry, Statement } from './report-types'
import type { Unreadable } from './unreadable'
import { type Node, one, reduced, text } from './xml-node'
import type { Reducers } from './xml-reader'

type ReducedStatement = Statement & { entries: readonly ReducedEntry[]; createdAt: string | null; sender?: string }

/**
 * What becomes of their elements while one file is read. An entry of 100,000 payments is more than can be done at once: entries are read by the work that
 * `later` is given, in this order, and are empty until then.
 */
export function camtReducers(later: (work: Work) => void): Reducers {
  // A bank that sends a notification per entry would have its equal entries without any reference taken for one: they count through the file.
  const bareBefore: Before = new Map()
  let before: Before = new Map()
  let entries = 0
  const statement = (node: Node): ReducedStatement => {
    before = new Map()
    return reduceStatement(node)
  }
  const entry = (node: Node, line: number): ReducedEntry => {
    entries += 1
    const read: ReducedEntry = { entry: null, notes: [] }
    later(readEntry(read, reduceEntry(node, line, entries), { before, bareBefore }))
    return read
  }
  return { TxDtls: reduceTransaction, Ntry: entry, Ntfctn: statement, Stmt: statement }
}

function* readEntry(into: ReducedEntry, fold: Work<ReducedEntry>, { before, bareBefore }: { before: Before; bareBefore: Before }): Work {
  const { entry, notes } = yield* fold
  if (entry) {
    const identity = yield* identityOf(entry)
    entry.fingerprint = numbered(identity, identity.bare ? bareBefore : before)
    entry.bookingKey = bookingKeyOf(entry)
  }
  Object.assign(into, { entry, notes })
}

/** The message elements `BkToCstmrDbtCdtNtfctn` and `BkToCstmrStmt`, folded so far. Balances and summaries are passed over: they move no payment. */
export function readCamt(kind: BookingReport['kind'], element: 'Ntfctn' | 'Stmt', message: Node): BookingReport | Unreadable {
  const statements = reduced<ReducedStatement>(message, element)
  const messageId = reference(message, 'GrpHdr', 'MsgId') ?? statements.find(({ id }) => id !== null)?.id ?? null
  const servicer = statements.find(({ sender }) => sender !== undefined)?.sender
  const report: BookingReport = {
    kind,
    messageId: messageId ?? '',
    createdAt: text(message, 'GrpHdr', 'CreDtTm') ?? statements.find(({ createdAt }) => createdAt !== null)?.createdAt ?? null,
    ...(servicer !== undefined && { sender: servicer }),
    statements: statements.map(({ id, account, currency }) => ({ id, account, currency })),
    entries: [],
    notUnderstood: [],
  }
  for (const statement of statements) addEntries(report, statement)
  return report
}

function reduceStatement(node: Node): ReducedStatement {
  return {
    id: reference(node, 'Id'),
    account: accountOf(node),
    currency: text(node, 'Acct', 'Ccy'),
    entries: reduced<ReducedEntry>(node, 'Ntry'),
    createdAt: text(node, 'CreDtTm'),
    ...senderOf(one(node, 'Acct', 'Svcr', 'FinInstnId')),
  }
}

/** As we write accounts: an IBAN in capitals and without spaces, wherever it stands. */
function accountOf(statement: Node): string | null {
  const said = reference(statement, 'Acct', 'Id', 'IBAN') ?? reference(statement, 'Acct', 'Id', 'Othr', 'Id')
  const plain = normalizeAccount(said ?? '')
  return /^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(plain) ? plain : said
}

function addEntries(report: BookingReport, statement: ReducedStatement): void {
  for (const { entry, notes } of statement.entries) {
    for (const { problem, facts } of notes) {
      report.notUnderstood.push(problem)
      report.notUnderstoodIn ??= []
      report.notUnderstoodIn.push({ ...facts, account: statement.account })
    }
    if (!entry) continue
    entry.account = statement.account
    entry.statementId = statement.id
    report.entries.push(entry)
  }
}

/** By what entries of the same content were told apart so far. */
type Before = Map<string, (string | null)[]>

function numbered({ content, repeats }: Identity, before: Before): Entry['fingerprint'] {
  const others = before.get(content) ?? []
  if (others.length === 0) before.set(content, others)
  const listed = repeats === null ? -1 : others.indexOf(repeats)
  const ordinal = listed < 0 ? others.push(repeats) : listed + 1
  return ordinal === 1 ? content : `${content}.${ordinal}`
}

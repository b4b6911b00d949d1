/** Any file from a bank: what it is, and what it says. */
import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { atOnce, inTurns, type Work } from '@/platform/in-turns'
import { camtReducers, readCamt } from './camt'
import { contentHash } from './content-hash'
import { PAIN002_REDUCERS, readPain002 } from './pain002'
import type { BankDocument, BankFile, BankReport } from './report-types'
import { type Unreadable, unreadable } from './unreadable'
import type { Node } from './xml-node'
import { type Reducers, type XmlReader, xmlReader } from './xml-reader'
import { isZip, membersOf, ZIP_BYTES_MAX } from './zip'

/** Message elements we read, and those we know by name only. */
const MESSAGES: Readonly<Record<string, (message: Node) => BankReport | Unreadable>> = {
  CstmrPmtStsRpt: readPain002,
  BkToCstmrDbtCdtNtfctn: (message) => readCamt('camt.054', 'Ntfctn', message),
  BkToCstmrStmt: (message) => readCamt('camt.053', 'Stmt', message),
  BkToCstmrAcctRpt: () =>
    unreadable('this is an interim account report (camt.052). PayLedger reads only booked entries (camt.053, camt.054)'),
  CstmrCdtTrfInitn: () => unreadable('this is a payment file (pain.001), not an answer from the bank'),
  FIToFIPmtStsRpt: () => unreadable('this is a report between banks (pacs.002). Banks answer their customers with pain.002'),
}

/** Five times the largest pay runs; about 300 MB of values. */
const LIMITS = { elementsMax: 200_000, keptMax: 500_000 }
/** Each is applied by itself: some have a message per payment, none has thousands. */
const MESSAGES_MAX = 1_000
/** About 5 ms of work, after which others have their turn. */
const PIECE_BYTES = 64 * 1024

/**
 * Reads a file from the bank, of one or of many messages, zipped or not, picked by its elements and not by namespace or file name. It never
 * keeps the event loop for long, and holds values, not XML. Rejects only when the source does; what is wrong with the file is in its documents.
 */
export async function readBankFile(source: Uint8Array | AsyncIterable<Uint8Array>, name: string): Promise<BankFile> {
  const pieces = inPieces(source)
  const first = await pieces.next()
  const whole = prepended(first.done ? new Uint8Array() : first.value, pieces)
  if (first.done || !isZip(first.value)) return { name, documents: await readXmlFile(whole, name) }
  const bytes = await gathered(whole)
  if (bytes === null)
    return { name, documents: [document(name, sha256Of(name), unreadable(`the archive has more than ${ZIP_BYTES_MAX / 1024 / 1024} MB`))] }
  const documents: BankDocument[] = []
  for await (const { name: member, content } of membersOf(bytes)) {
    const place = member === null ? name : `${name}: ${member}`
    if ('reason' in content) documents.push(document(place, sha256Of(bytes), content))
    else documents.push(...(await readMember(content, place)))
    // One more than there may be files: what says that there are too many.
    if (documents.length > MESSAGES_MAX + 1) return { name, documents: [document(name, sha256Of(bytes), tooManyMessages)] }
  }
  return { name, documents }
}

/** The first message of a file of our own size, at once. */
export function readBankReport(bytes: Uint8Array): BankReport | Unreadable {
  const { reader, work, messages } = messageReader()
  reader.write(bytes)
  const root = reader.end()
  atOnce(work())
  return 'reason' in root ? root : (messages[0]?.() ?? messagesWithin(root.node)[0]?.() ?? notFromABank(root))
}

async function readMember(content: AsyncIterable<Uint8Array>, place: string): Promise<BankDocument[]> {
  try {
    return await readXmlFile(inPieces(content), place)
  } catch (error) {
    const reason = `it cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`
    return [document(place, sha256Of(place), unreadable(reason))]
  }
}

/** One XML file: a document for each message in it, or one that says why it cannot be read. Damage anywhere refuses the whole file. */
async function readXmlFile(pieces: AsyncIterable<Uint8Array>, place: string): Promise<BankDocument[]> {
  const hash = createHash('sha256')
  const { reader, work, messages } = messageReader()
  for await (const piece of pieces) {
    if (reader.refused()) break
    hash.update(piece)
    reader.write(piece)
    await inTurns(work())
    await turn()
  }
  const root = reader.end()
  await inTurns(work())
  const sha256 = hash.digest('hex')
  if ('reason' in root) return [document(place, sha256, root)]
  const found = messages.length > 0 ? messages : messagesWithin(root.node)
  if (found.length === 0) return [document(place, sha256, notFromABank(root))]
  if (found.length > MESSAGES_MAX) return [document(place, sha256, tooManyMessages)]
  const [only] = found
  if (only && found.length === 1) return [document(place, sha256, only())]
  const documents: BankDocument[] = []
  for (const [i, read] of found.entries()) {
    const report = read()
    documents.push(document(`${place}, message ${i + 1}`, await contentHash(report), report))
    await turn()
  }
  return documents
}

type ReadMessage = () => BankReport | Unreadable

/** Messages under a name of their own, known by what is in them: Italy's CBIPaymentStatusReport, the first versions' BkToCstmrStmtV01. */
function messagesWithin(node: Node | readonly Node[]): ReadMessage[] {
  if (typeof node !== 'object' || node === null) return []
  if (Object.hasOwn(node, 'OrgnlGrpInfAndSts')) return [() => readPain002(node as Node)]
  if (Object.hasOwn(node, 'Stmt')) return [() => readCamt('camt.053', 'Stmt', node as Node)]
  if (Object.hasOwn(node, 'Ntfctn')) return [() => readCamt('camt.054', 'Ntfctn', node as Node)]
  return Object.values(node).flatMap(messagesWithin)
}

/** `work` is what the pieces written so far have left to do; when it is done, and the file has ended, its messages can be read. */
function messageReader(): { reader: XmlReader; work: () => Work; messages: ReadMessage[] } {
  const messages: ReadMessage[] = []
  let waiting: Work[] = []
  const reducers: Record<string, Reducers[string]> = { ...PAIN002_REDUCERS, ...camtReducers((work) => waiting.push(work)) }
  for (const [element, read] of Object.entries(MESSAGES)) {
    reducers[element] = (message) => {
      messages.push(() => read(message))
      return {}
    }
  }
  function* work(): Work {
    const all = waiting
    waiting = []
    for (const each of all) {
      yield* each
      yield
    }
  }
  return { reader: xmlReader(reducers, LIMITS), work, messages }
}

const tooManyMessages: Unreadable = unreadable(`the file has more than ${MESSAGES_MAX} messages`)

function notFromABank({ name, node }: { name: string; node: Node }): Unreadable {
  const inside = typeof node === 'string' ? undefined : Object.keys(node).find((each) => !/^[@#]/.test(each))
  const element = name === 'Document' ? (inside ?? name) : name
  return unreadable(`<${element.slice(0, 40)}> is not a file type that banks send`)
}

const sha256Of = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex')

/** A message that the bank has given no id is known by what it is. */
function document(place: string, sha256: string, report: BankReport | Unreadable): BankDocument {
  const isNamed = report.kind === 'unreadable' || report.messageId !== ''
  return { place, sha256, report: isNamed ? report : { ...report, messageId: `no id, ${sha256.slice(0, 16)}` } }
}

async function* inPieces(source: Uint8Array | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const each of source instanceof Uint8Array ? [source] : source)
    for (let from = 0; from < each.length; from += PIECE_BYTES) yield each.subarray(from, from + PIECE_BYTES)
}

async function* prepended(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  yield* rest
}

async function gathered(pieces: AsyncIterable<Uint8Array>): Promise<Buffer | null> {
  const all: Uint8Array[] = []
  let bytes = 0
  for await (const piece of pieces) {
    bytes += piece.length
    if (bytes > ZIP_BYTES_MAX) return null
    all.push(piece)
  }
  return Buffer.concat(all)
}

/** Any file from a bank: what it is, and what it says. */
import { createHash } from 'node:crypto'
import { readCamt054 } from './camt054'
import { readPain002 } from './pain002'
import type { BankFile, BankReport } from './report-types'
import { type Unreadable, unreadable } from './unreadable'
import { many, type Node, parseXml } from './xml-node'

export type { BankReport } from './report-types'

/** Message elements we read, and those we know by name only. */
const READERS: Readonly<Record<string, (message: Node) => BankReport | Unreadable>> = {
  CstmrPmtStsRpt: readPain002,
  BkToCstmrDbtCdtNtfctn: readCamt054,
  BkToCstmrStmt: () => unreadable('account statements (camt.053) are not read yet'),
  BkToCstmrAcctRpt: () => unreadable('interim account reports (camt.052) are not read: they prove nothing'),
  CstmrCdtTrfInitn: () => unreadable('this is a payment file (pain.001), not an answer of the bank'),
}

/** Banks wrap the document at most this deep (business header, envelope). */
const WRAPPERS_MAX = 4

/** Reads a file from the bank, picked by its elements and not by namespace or file name. Never throws. */
export function readBankReport(bytes: Uint8Array): BankReport | Unreadable {
  const root = parseXml(bytes)
  if ('reason' in root) return root
  const found = messageIn(root.name, root.node, WRAPPERS_MAX)
  return found ? found.read(found.node) : unreadable(`<${root.name.slice(0, 40)}> is not a file that banks send`)
}

function messageIn(name: string, node: Node, wrappers: number): { read: (message: Node) => BankReport | Unreadable; node: Node } | null {
  const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined
  if (read) return { read, node }
  if (wrappers === 0 || typeof node === 'string') return null
  for (const child of Object.keys(node)) {
    for (const each of many(node, child)) {
      const found = messageIn(child, each, wrappers - 1)
      if (found) return found
    }
  }
  return null
}

/** Reads a file from the bank, of one or of many messages, zipped or not. Never throws for what is in the file. */
export async function readBankFile(source: Uint8Array | AsyncIterable<Uint8Array>, name: string): Promise<BankFile> {
  const bytes = source instanceof Uint8Array ? source : Buffer.concat(await Array.fromAsync(source))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { name, documents: [{ place: name, sha256, report: readBankReport(bytes) }] }
}

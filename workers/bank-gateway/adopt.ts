/** Makes a restored ledger the one that payments are made from: what the folders know, and the ledger does not, is asked about or read again. */
import { copyFile, open, readdir, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readPain001 } from '@/iso20022/read-pain001'
import type { CommandContext } from '@/payroll/transaction/execute'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { sentenceOf } from '@/payroll/transaction/rejections'
import { type Adoption, adoptLedger, type LostFile } from '@/payroll/transmissions/adopt-ledger'
import { compareHistory, filesNotHandedOver, hashesUnknown } from '@/payroll/transmissions/known-history'
import { sha256 } from '@/platform/archive'
import type { Folders } from './folders'
import { namesHandedOver, readWitness, writeWitness } from './witness'

/** What the folders know and the ledger does not. */
export type Unknown = {
  /** Why the gateway does not pay from this ledger; null when it does, and there is nothing to adopt. */
  why: string | null
  handedOver: LostFile[]
  /** Whether the folders know of every file: not when they came from a backup themselves. */
  areAll: boolean
  /** Hashes of files from the bank. */
  arrived: string[]
}

/** Looks, and changes nothing. */
export async function unknownTo(ledger: Ledger, folders: Folders): Promise<Unknown> {
  const witness = await readWitness(folders)
  const { problem } = await compareHistory(ledger, witness)
  const names = await filesNotHandedOver(ledger, await namesHandedOver(folders))
  const handedOver: LostFile[] = []
  for (const name of names) handedOver.push(await readHandedOver(folders, name))
  const why = problem?.why ?? (names[0] === undefined ? null : `${names[0]} went to the bank, but the ledger does not know of it`)
  return { why, handedOver, areAll: witness?.restoredFrom === undefined, arrived: await arrivedUnknown(ledger, folders) }
}

/**
 * Begins the new era, then gives the bank's files back that the ledger does not know, and last of all notes this ledger as the one that is known: interrupted
 * before, the gateway goes on refusing it, and the command can be given again.
 * @throws Error with the sentence of a rejection.
 */
export async function adoptDatabase(
  ledger: Ledger,
  folders: Folders,
  call: CommandContext,
  { handedOver, areAll, arrived }: Unknown,
  reason: string,
): Promise<Adoption> {
  const { result } = await adoptLedger(ledger, call, { files: handedOver, areAll }, reason)
  if (!result.ok) throw new Error(sentenceOf(result.rejection))
  for (const hash of arrived) await giveBack(folders, hash)
  const { seen } = await compareHistory(ledger, null)
  await writeWitness(folders, { ...seen, handedOver: null })
  return result.value
}

async function readHandedOver({ handedOver }: Folders, fileName: string): Promise<LostFile> {
  const path = join(handedOver, fileName)
  const [bytes, { mtime }] = await Promise.all([readFile(path), stat(path)])
  const read = readPain001(bytes)
  const blocks = 'transfer' in read ? read.transfer.blocks : []
  const payments = blocks.flatMap((block) => block.payments.map(({ endToEndId }) => ({ endToEndId, blockId: block.paymentInformationId })))
  return { fileName, sha256: sha256(bytes), handedOverAt: mtime, account: blocks[0]?.debtor.account ?? '', payments }
}

const HASH = /^[0-9a-f]{64}$/

/** Archived files that the ledger does not know, without those that were handed over: what else is in the archive came from the bank. */
async function arrivedUnknown(ledger: Ledger, folders: Folders): Promise<string[]> {
  const kept = (await readdir(folders.archive)).filter((name) => HASH.test(name))
  const unknown = await hashesUnknown(ledger, kept)
  const arrived: string[] = []
  for (const hash of unknown) if (!(await isPaymentFile(folders, hash))) arrived.push(hash)
  return arrived
}

const HEAD_BYTES = 2_000

/** A payment file that was made and never handed over is none of the bank's either. */
async function isPaymentFile({ archive }: Folders, hash: string): Promise<boolean> {
  const file = await open(join(archive, hash), 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead).toString('latin1').includes('<CstmrCdtTrfInitn')
  } finally {
    await file.close()
  }
}

async function giveBack({ archive, inbox }: Folders, hash: string): Promise<void> {
  const name = `read-again-${hash.slice(0, 16)}.xml`
  await copyFile(join(archive, hash), join(inbox, `${name}.part`))
  await rename(join(inbox, `${name}.part`), join(inbox, name))
}

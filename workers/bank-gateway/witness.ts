/** What the gateway keeps of the ledger's history beside the bank's folders: restoring the ledger does not take it back. */
import { randomUUID } from 'node:crypto'
import { link, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { HandedOver, Witness } from '@/payroll/transmissions/known-history'
import { writeDurably } from '@/platform/archive'
import type { Folders } from './folders'

/** The witness, or null before there was one. @throws when it cannot be read: that is no reason to trust the ledger. */
export async function readWitness({ witness }: Folders): Promise<Witness | null> {
  const text = await readFile(witness, 'utf8').catch(unless('ENOENT'))
  return text === undefined ? null : (JSON.parse(text) as Witness)
}

/** Replaces the witness; on disk when this resolves. */
export async function writeWitness({ witness }: Folders, content: Witness): Promise<void> {
  const part = `${witness}.${randomUUID()}.part`
  try {
    await writeDurably(part, Buffer.from(`${JSON.stringify(content, null, 2)}\n`))
    await rename(part, witness)
    await syncFolder(dirname(witness))
  } finally {
    await rm(part, { force: true })
  }
}

/** Gives the archived bytes a second name, that of the file: the list of what ever went to the bank. Again is harmless; a copy that is gone has none. */
export async function nameHandedOver(folders: Folders, { fileName, sha256 }: Pick<HandedOver, 'fileName' | 'sha256'>): Promise<void> {
  const isNew = await link(join(folders.archive, sha256), join(folders.handedOver, fileName)).then(() => true, unless('EEXIST', 'ENOENT'))
  if (isNew) await syncFolder(folders.handedOver)
}

/** The names of all files that ever went to the bank. */
export const namesHandedOver = ({ handedOver }: Folders): Promise<string[]> => readdir(handedOver)

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const unless =
  (...codes: string[]) =>
  (error: unknown): undefined => {
    if (!codes.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }

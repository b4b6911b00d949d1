/** Unpacks a backup. What it holds of the ledger pays nobody before a person adopts it. */
import { chmod, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { extract } from 'tar'
import { writeDurably } from '@/platform/archive'
import { BANK, type Contents, fingerprints, type Keys, POSTGRES, readContents } from './contents'

export type Restored = {
  contents: Contents
  /** Whether the bank's folders came from the backup; those that are there know more, and stay. */
  bankFolders: 'from the backup' | 'kept as they are'
}

/**
 * Unpacks the cluster into `cluster`, which must be empty or not there, and the bank's folders into `bankDir` when that is. Every sum is compared before anything is written.
 * @throws Error in a sentence; nothing is changed then.
 */
export async function restoreBackup(folder: string, cluster: string, bankDir: string, keys: Keys): Promise<Restored> {
  const contents = await readContents(folder)
  const mine = fingerprints(keys)
  const other = Object.keys(mine).filter((name) => contents.keys[name] !== mine[name])
  if (other.length > 0)
    throw new Error(
      `${other.join(' and ')} ${other.length === 1 ? 'is' : 'are'} not the one this backup was made with: without it, what is in the database cannot be used.`,
    )
  if (!(await isEmpty(cluster))) throw new Error(`${cluster} is not empty: a restored cluster needs a folder of its own.`)
  await unpack(join(folder, POSTGRES), cluster)
  // PostgreSQL starts on no folder that others may enter.
  await chmod(cluster, 0o700)
  if (!(await isEmpty(bankDir))) return { contents, bankFolders: 'kept as they are' }
  await unpack(join(folder, BANK), bankDir)
  await noteRestored(bankDir, contents.madeAt)
  return { contents, bankFolders: 'from the backup' }
}

/** Beside the bank's folders, for the gateway: it would believe that nothing was paid after the backup. */
async function noteRestored(bankDir: string, restoredFrom: string): Promise<void> {
  const path = join(bankDir, 'witness.json')
  const known = JSON.parse(await readFile(path, 'utf8').catch(() => NOTHING_KNOWN)) as object
  await writeDurably(path, Buffer.from(`${JSON.stringify({ ...known, restoredFrom }, null, 2)}\n`))
}

const NOTHING_KNOWN = JSON.stringify({ database: '', era: 1, journal: null, handedOver: null })

/** Whole, or not at all. */
async function unpack(file: string, folder: string): Promise<void> {
  const part = `${folder}.part`
  await rm(part, { recursive: true, force: true })
  await mkdir(part, { recursive: true, mode: 0o700 })
  try {
    await extract({ file, cwd: part, strict: true })
    await rm(folder, { recursive: true, force: true })
    await rename(part, folder)
  } catch (error) {
    await rm(part, { recursive: true, force: true })
    throw error
  }
}

/** A folder with nothing in it but folders with nothing in them is empty: the gateway makes its own before anything is there. */
async function isEmpty(folder: string): Promise<boolean> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return found.every((entry) => entry.isDirectory())
}

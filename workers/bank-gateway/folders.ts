/** The folders shared with the bank. A file appears whole or not at all. */
import { isUtf8 } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, link, mkdir, readdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keepByHash, writeDurably } from '@/platform/archive'

/** `handedOver` holds a second name of each archived file that was ever linked for the bank; `witness` is a file. Neither is the bank's to see. */
export type Folders = { outbox: string; inbox: string; archive: string; aside: string; handedOver: string; witness: string }

/** Makes the folders below BANK_DIR that are not there, for this process's user alone. */
export async function openFolders(bankDir: string): Promise<Folders> {
  const at = (name: string) => join(bankDir, name)
  const folders = { outbox: at('outbox'), inbox: at('inbox'), archive: at('archive'), aside: at('aside'), handedOver: at('handed-over') }
  await Promise.all(Object.values(folders).map((folder) => mkdir(folder, { recursive: true, mode: 0o700 })))
  return { ...folders, witness: at('witness.json') }
}

/** Keeps our copy under the name of its hash, on disk before this resolves. */
export const archive = (folders: Folders, bytes: Uint8Array): Promise<string> => keepByHash(folders.archive, bytes)

/**
 * Writes the archived bytes beside where the bank looks, and says where: handing over is one link then, and a disk that is full refuses before anything
 * is announced. They get an inode of their own, so that neither the bank nor a second gateway can write into them or into our archive.
 */
export async function stageForBank(folders: Folders, hash: string, fileName: string): Promise<string> {
  const part = join(folders.outbox, `.${fileName}.${randomUUID()}.part`)
  try {
    await writeDurably(part, await readFile(join(folders.archive, hash)))
  } catch (error) {
    await unstage(part).catch(() => undefined)
    throw error
  }
  return part
}

/** Removes what was staged and never put into the bank's folder. */
export const unstage = (part: string): Promise<void> => rm(part, { force: true })

/** Puts what was staged into the bank's folder under `fileName`, which must not exist there: link(2) refuses to replace a file. */
export const putForBank = (folders: Folders, part: string, fileName: string): Promise<void> => link(part, join(folders.outbox, fileName))

/** Removes what was staged for a file that is with the bank, by whichever attempt. */
export async function clearStaged(folders: Folders, fileName: string): Promise<void> {
  const parts = (await readdir(folders.outbox)).filter((name) => name.startsWith(`.${fileName}.`) && name.endsWith('.part'))
  await Promise.all(parts.map((name) => rm(join(folders.outbox, name), { force: true })))
}

/** Whether the file still lies where the bank fetches it. */
export const liesForBank = (folders: Folders, fileName: string): Promise<boolean> => exists(join(folders.outbox, fileName))

/** A file written to this recently may not be whole yet. */
const SETTLED_MS = 300

/** Files the bank has put, in the order of their names; parts, hidden files and what is still being written are left for later. */
export async function arrived(folders: Folders, now: number): Promise<string[]> {
  const found = await readdir(folders.inbox, { withFileTypes: true, encoding: 'buffer' })
  const files = found.filter((entry) => entry.isFile()).map((entry) => entry.name)
  const names = (await Promise.all(files.map((name) => named(folders.inbox, name)))).filter((name) => name !== null)
  const whole = names.filter((name) => !name.startsWith('.') && !/\.(part|tmp)$/.test(name)).sort()
  // One that its sender has taken away again is none.
  const written = await Promise.all(
    whole.map((name) =>
      stat(join(folders.inbox, name))
        .then(({ mtimeMs }) => mtimeMs)
        .catch(() => now),
    ),
  )
  return whole.filter((_, index) => now - (written[index] ?? now) >= SETTLED_MS)
}

/** How many files lie in the inbox, also those that are still being written. @throws when it cannot be read. */
export async function countArrived(folders: Folders): Promise<number> {
  const found = await readdir(folders.inbox, { withFileTypes: true })
  return found.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).length
}

/** A name in Latin-1, as older servers give ("Auszüge.xml"), cannot be spoken of: the file gets the same name in UTF-8, unless another has it. */
async function named(folder: string, name: Buffer): Promise<string | null> {
  if (isUtf8(name)) return name.toString()
  const readable = name.toString('latin1')
  const from = Buffer.concat([Buffer.from(`${folder}/`), name])
  try {
    await link(from, join(folder, readable))
    await unlink(from)
    return readable
  } catch {
    return null
  }
}

export const BANK_FILE_BYTES_MAX = 128 * 1024 * 1024

/** Keeps our copy of a file that arrived and gives its hash, or null when it is larger than any file we read. */
export async function archiveArrived(folders: Folders, name: string): Promise<string | null> {
  const path = join(folders.inbox, name)
  return (await stat(path)).size > BANK_FILE_BYTES_MAX ? null : archive(folders, await readFile(path))
}

/** What tells a file that is too large to be read from another of its name. */
export async function traitsOf(folders: Folders, name: string): Promise<string> {
  const { size, mtimeMs } = await stat(join(folders.inbox, name))
  return `${name} ${size} ${mtimeMs}`
}

/** Removes a file from the inbox, once it is archived and applied. */
export const discardArrived = (folders: Folders, name: string): Promise<void> => unlink(join(folders.inbox, name))

/** Of 255, so that label and ending find room. */
const NAME_BYTES_MAX = 220

/** Moves a damaged file out of the way, with the reason beside it. */
export async function moveAside(folders: Folders, name: string, label: string, reason: string): Promise<void> {
  const kept = `${label}-${Buffer.byteLength(name) > NAME_BYTES_MAX ? [...name].slice(-50).join('') : name}`
  await writeFile(join(folders.aside, `${kept}.reason.txt`), `${reason}\n`)
  await rename(join(folders.inbox, name), join(folders.aside, kept))
}

const exists = (path: string): Promise<boolean> =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  )

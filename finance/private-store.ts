/** A database of a reader's own, in a folder of its own, within a reader's memory: what it needs for one answer, and lets go of. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unless } from './atomic-file'
import { type Opened, openToWrite } from './duckdb'

export type PrivateStore = { opened: Opened; folder: string }

const NAME = 'payledger-answer-'
/** What does not fit into memory may take so much of the disk, and no more. */
const SPILL_MAX = '4GB'
const LEFT_BEHIND_MS = 86_400_000

/** Opens one; whoever does closes it. Those that a process left behind that was killed are removed after a day. */
export async function openPrivateStore(): Promise<PrivateStore> {
  const folder = await mkdtemp(join(tmpdir(), NAME))
  await sweep(folder)
  const opened = await openToWrite(fileOf(folder), join(folder, 'spill'), 'read')
  await opened.connection.run(`SET max_temp_directory_size = '${SPILL_MAX}'`)
  await opened.connection.run('SET preserve_insertion_order = false')
  return { opened, folder }
}

/** Where its database lies. */
export const fileOf = (folder: string): string => join(folder, 'answer.duckdb')

/** Closes and removes it. */
export function closePrivateStore({ opened, folder }: PrivateStore): void {
  opened.close()
  rm(folder, { recursive: true, force: true }).catch(() => {})
}

async function sweep(mine: string): Promise<void> {
  const { mtimeMs: now } = await stat(mine)
  for (const name of (await readdir(tmpdir())).filter((each) => each.startsWith(NAME))) {
    const path = join(tmpdir(), name)
    const found = await stat(path).catch(unless('ENOENT'))
    if (found && now - found.mtimeMs > LEFT_BEHIND_MS) await rm(path, { recursive: true, force: true }).catch(() => {})
  }
}

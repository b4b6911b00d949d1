/** Where the bytes of imports lie. */
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** How long a file is kept, imported or not. */
export const FILE_KEPT_DAYS = 30
const DAY_MS = 86_400_000

export const importPath = (dir: string, id: string): string => join(dir, id)

/** Removes what is older than the time files are kept, and uploads that were broken off. */
export async function removeOldFiles(dir: string, now: Date): Promise<void> {
  for (const name of await readdir(dir)) {
    const path = join(dir, name)
    const found = await stat(path).catch(() => null)
    const keptDays = name.endsWith('.part') ? 1 : FILE_KEPT_DAYS
    if (found && found.mtimeMs < now.getTime() - keptDays * DAY_MS) await rm(path, { force: true })
  }
}

/** Where the bytes of imports lie. */
import { access, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** How long a file is kept, imported or not. */
export const FILE_KEPT_MS = 30 * 86_400_000
const BROKEN_OFF_KEPT_MS = 86_400_000

/** Where a payroll file's bytes lie, or those of a correction, below IMPORT_DIR. */
export const importPath = (dir: string, id: string): string => join(dir, id)

/** False once the time it is kept for is over, or where the ledger was restored without it. */
export const isFileThere = (dir: string, id: string): Promise<boolean> =>
  access(importPath(dir, id)).then(
    () => true,
    () => false,
  )

/** Removes what is older than the time files are kept, corrections as well as whole files, and uploads that were broken off; how many. */
export async function removeOldFiles(dir: string, now: Date): Promise<number> {
  let removed = 0
  // The folder is made by the first upload.
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return []
  })
  for (const name of names) {
    const path = join(dir, name)
    const found = await stat(path).catch(() => null)
    const keptMs = name.endsWith('.part') ? BROKEN_OFF_KEPT_MS : FILE_KEPT_MS
    if (!found?.isFile() || found.mtimeMs >= now.getTime() - keptMs) continue
    await rm(path, { force: true })
    removed++
  }
  return removed
}

/** Files appear whole or not at all: written aside, made durable, then given their name. */
import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Begins the name of a file that is still being written; one found at a start is what a crash left. */
const ASIDE = '.writing-'

/** A name beside `path` to write to first. */
export const aside = (path: string): string => join(dirname(path), `${ASIDE}${randomUUID()}-${basename(path)}`)

/**
 * Gives a finished file its name and makes both durable.
 * @param whenThere what to do when the name is taken: `keep` leaves the older file, `replace` puts the new one in its place.
 */
export async function placeAtomically(written: string, path: string, whenThere: 'keep' | 'replace'): Promise<void> {
  try {
    await sync(written)
    if (whenThere === 'replace') await rename(written, path)
    else await link(written, path).catch(unless('EEXIST'))
    await sync(dirname(path))
  } finally {
    await rm(written, { force: true })
  }
}

/** Writes a small file whole, in the place of an older one. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const written = aside(path)
  await writeFile(written, text).catch(async (error: unknown) => {
    await rm(written, { force: true })
    throw error
  })
  await placeAtomically(written, path, 'replace')
}

/** Names in a folder; none when there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(unless('ENOENT'))
  return (names ?? []).filter((name) => !name.startsWith(ASIDE))
}

/** Removes what a crash left half written. */
export async function sweep(folder: string): Promise<void> {
  const names = (await readdir(folder).catch(unless('ENOENT'))) ?? []
  await Promise.all(names.filter((name) => name.startsWith(ASIDE)).map((name) => rm(join(folder, name), { force: true, recursive: true })))
}

/** Lets one kind of failure pass as "nothing". */
export const unless =
  (code: string) =>
  (error: unknown): undefined => {
    if ((error as NodeJS.ErrnoException).code !== code) throw error
  }

/** Makes the names in a folder durable. */
export const syncFolder = (folder: string): Promise<void> => sync(folder)

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Whether the published file is the one that was published: a damaged one must not be read, and not stay "fresh". */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { unless } from './atomic-file'
import type { Manifest } from './manifest'

/** What the manifest says of the file's bytes. */
export type Written = NonNullable<Manifest['written']>

/** Size, time and hash of a file as it is. */
export async function writtenAs(path: string): Promise<Written> {
  const { size, mtimeMs } = await stat(path)
  const digest = createHash('sha256')
  await pipeline(createReadStream(path), digest)
  return { bytes: size, mtimeMs, sha256: digest.digest('hex') }
}

/** A look that costs nothing: size and time. What it does not see, the loader sees by the hash. */
export async function looksAsWritten(path: string, { written }: Pick<Manifest, 'written'>): Promise<boolean> {
  const found = await stat(path).catch(unless('ENOENT'))
  return found !== undefined && (!written || (found.size === written.bytes && found.mtimeMs === written.mtimeMs))
}

/** A file is hashed again after this long also where nothing of it has changed: disks forget. A file of 200 MB takes 0.2 s. */
const HASHED_EVERY_MS = 600_000

type Hashed = { key: string; atMs: number; written: Written }
const hashed = new Map<string, Hashed>()

/**
 * Size, time and hash of the file, hashed only when it was touched or long ago; null when it is gone. A manifest from before this was kept is taken at its
 * word, once.
 */
export async function inspect(path: string): Promise<Written | null> {
  const found = await stat(path).catch(unless('ENOENT'))
  if (!found) return null
  const key = [found.ino, found.size, found.mtimeMs, found.ctimeMs].join(' ')
  const before = hashed.get(path)
  if (before?.key === key && performance.now() - before.atMs < HASHED_EVERY_MS) return before.written
  const written = await writtenAs(path)
  hashed.clear() // only the newest is of interest
  hashed.set(path, { key, atMs: performance.now(), written })
  return written
}

/** Files kept under the name of their hash. */
import { createHash, randomUUID } from 'node:crypto'
import { access, constants, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'

/** SHA-256 as 64 small hexadecimal digits. */
export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** Keeps the bytes in `folder` under their SHA-256, on disk before this resolves; the same bytes are kept once. */
export async function keepByHash(folder: string, bytes: Uint8Array): Promise<string> {
  const hash = await hashInPieces(bytes)
  const path = join(folder, hash)
  const kept = await access(path, constants.F_OK).then(
    () => true,
    () => false,
  )
  if (kept) return hash
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // A name of its own: the same bytes may be kept twice at the same moment, by one process or by two whose numbers are the same (containers).
  const part = `${path}.${randomUUID()}.part`
  try {
    await writeDurably(part, bytes)
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw error
  }
  return hash
}

/** 128 MB at once would keep the process for 0.15 s. */
const PIECE_BYTES = 4 * 1024 * 1024

async function hashInPieces(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    hash.update(bytes.subarray(from, from + PIECE_BYTES))
    await turn()
  }
  return hash.digest('hex')
}

/** Writes the file anew; it is on disk when this resolves. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

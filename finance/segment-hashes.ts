/** The bytes of the landing's files as hashes; each is read once per process, and again when it was touched. */
import { stat } from 'node:fs/promises'
import { writtenAs } from './written'

type Hashed = { bytes: number; sha256: string }
const hashed = new Map<string, { stamp: string } & Hashed>()

/** Size and SHA-256 of a segment. @throws when it is gone. */
export async function hashedSegment(path: string): Promise<Hashed> {
  const { ino, size, mtimeMs, ctimeMs } = await stat(path)
  const stamp = [ino, size, mtimeMs, ctimeMs].join(' ')
  const before = hashed.get(path)
  if (before?.stamp === stamp) return { bytes: before.bytes, sha256: before.sha256 }
  const { bytes, sha256 } = await writtenAs(path)
  hashed.set(path, { stamp, bytes, sha256 })
  return { bytes, sha256 }
}

/** Zip archives as banks send them: members one after the other, as streams, bounded in number and size. */
import { crc32 } from 'node:zlib'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { type Unreadable, unreadable } from './unreadable'

/** Of the archive itself, which is held in memory. */
export const ZIP_BYTES_MAX = 64 * 1024 * 1024
const MEMBERS_MAX = 1_000
/** Of all members unpacked, as the archive says; one that is longer than it says is refused while it is read. */
const UNPACKED_BYTES_MAX = 256 * 1024 * 1024

/** A file in an archive. Reading it rejects when it is damaged. Without a name it speaks of the archive. */
export type Member = { name: string | null; content: AsyncIterable<Uint8Array> | Unreadable }

/** By the first bytes, not by the name: "PK", also of an empty archive. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6))
}

/** Every member that is a file, in the order of the archive; at the end, if so, why the archive could not be read to its end. Never throws. */
export async function* membersOf(archive: Buffer): AsyncGenerator<Member> {
  let members = 0
  let unpacked = 0
  const stop = (reason: string): Member => ({ name: null, content: unreadable(reason) })
  try {
    const zip = await fromBufferPromise(archive, { lazyEntries: true })
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/') || isOfMacOs(entry.fileName)) continue
      members += 1
      unpacked += entry.uncompressedSize
      if (members > MEMBERS_MAX) return yield stop(`the archive has more than ${MEMBERS_MAX} files`)
      if (unpacked > UNPACKED_BYTES_MAX) return yield stop(`the archive holds more than ${UNPACKED_BYTES_MAX / 1024 / 1024} MB`)
      const content = entry.isEncrypted() ? unreadable('it is encrypted') : unpackedContent(zip, entry)
      yield { name: entry.fileName.slice(0, 200), content }
    }
    if (members === 0) yield stop('the archive holds no files')
  } catch (error) {
    yield stop(`the archive is damaged: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** macOS puts what its Finder knows of each file beside it, under a name of its own. */
const isOfMacOs = (name: string): boolean => name.startsWith('__MACOSX/') || name.endsWith('.DS_Store')

async function* unpackedContent(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  let sum = 0
  for await (const piece of await zip.openReadStreamPromise(entry)) {
    sum = crc32(piece as Buffer, sum)
    yield piece as Buffer
  }
  if (sum !== entry.crc32) throw new Error('its checksum is wrong')
}

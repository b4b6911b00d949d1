/** A workbook as the zip file it is: its parts, inflated as a stream and counted while they are. */
import type { Readable } from 'node:stream'
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl'
import type { PayrollSource } from '../types'
import { UnreadableFile } from '../unreadable-file'

const PARTS_MAX = 5_000
/** A sheet of 100,000 rows and 12 columns has about 70 MB. */
const PART_BYTES_MAX = 400 * 1024 * 1024
/** Sheets shrink ten to thirty times; a zip bomb a thousand times. */
const RATIO_MAX = 200
const RATIO_FROM_BYTES = 16 * 1024 * 1024

const DAMAGED = 'This workbook is damaged: open it in Excel, save it again and upload that.'
const BOMB = 'This workbook contains far more than a payroll needs, so PayLedger did not open it. Copy the payroll into a new workbook.'

export class Archive {
  readonly #zip: ZipFile
  readonly #parts: ReadonlyMap<string, Entry>

  private constructor(zip: ZipFile, parts: ReadonlyMap<string, Entry>) {
    this.#zip = zip
    this.#parts = parts
  }

  static async open(file: PayrollSource): Promise<Archive> {
    const options = { lazyEntries: true, autoClose: false }
    const zip = await ('bytes' in file ? fromBufferPromise(Buffer.from(file.bytes), options) : openPromise(file.path, options)).catch(
      damaged,
    )
    try {
      return new Archive(zip, await entriesOf(zip))
    } catch (error) {
      zip.close()
      throw error
    }
  }

  get names(): Iterable<string> {
    return this.#parts.keys()
  }

  has(name: string): boolean {
    return this.#parts.has(partName(name))
  }

  /** A part's bytes, inflated. `onShare` hears which share of it has been read, 0 to 1. */
  async *read(name: string, onShare: (share: number) => void = () => {}): AsyncGenerator<Uint8Array> {
    const entry = this.#parts.get(partName(name))
    if (!entry) throw new UnreadableFile(DAMAGED)
    if (entry.isEncrypted()) throw new UnreadableFile('This workbook has a password. Remove the password and save it again.')
    const stream: Readable = await this.#zip.openReadStreamPromise(entry).catch(damaged)
    let bytes = 0
    try {
      for await (const chunk of stream) {
        bytes += (chunk as Buffer).length
        if (tooMuch(bytes, entry.compressedSize)) throw new UnreadableFile(BOMB)
        onShare(Math.min(1, bytes / Math.max(1, entry.uncompressedSize)))
        yield chunk as Buffer
      }
    } catch (error) {
      if (error instanceof UnreadableFile) throw error
      damaged()
    } finally {
      stream.destroy()
    }
  }

  close(): void {
    this.#zip.close()
  }
}

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > PARTS_MAX) throw new UnreadableFile(BOMB)
  const parts = new Map<string, Entry>()
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      parts.set(partName(entry.fileName), entry)
      zip.readEntry()
    })
    zip.on('end', resolve)
    zip.on('error', reject)
    zip.readEntry()
  }).catch(damaged)
  for (const { compressedSize, uncompressedSize } of parts.values())
    if (tooMuch(uncompressedSize, compressedSize)) throw new UnreadableFile(BOMB)
  return parts
}

const tooMuch = (bytes: number, packed: number): boolean =>
  bytes > PART_BYTES_MAX || (bytes > RATIO_FROM_BYTES && bytes > RATIO_MAX * packed)

/** Names of parts are compared without case (ECMA-376 part 2, 6.2.2.3) and never begin with a slash in a zip file. */
const partName = (name: string): string => name.replace(/^\/+/, '').toLowerCase()

function damaged(): never {
  throw new UnreadableFile(DAMAGED)
}

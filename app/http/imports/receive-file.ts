/** Takes a multipart form with one file from the wire straight to disk: never more than a piece of it in memory, never more than a limit on disk. */
import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cut } from '@/iso20022/charset'
import { plainText } from '@/platform/plain-text'

export type ReceivedFile = { path: string; name: string; sizeBytes: number; sha256: string }
export type Received = { fields: Record<string, string>; file: ReceivedFile | null }

/** Why a form was not taken, in a sentence; `status` is HTTP's. */
export class NotReceived extends Error {
  constructor(
    readonly status: 400 | 413,
    sentence: string,
  ) {
    super(sentence)
  }
}

const FIELD_BYTES_MAX = 10_000
const PARTS_MAX = 20

/**
 * The form's fields, and its file written to `dir` under a name ending in .part: whoever asked moves it or removes it.
 * @throws NotReceived; nothing is then left on disk.
 */
export async function receiveFile(request: Request, dir: string, bytesMax: number): Promise<Received> {
  const tooLarge = new NotReceived(413, `The file has more than ${bytesMax / 1_000_000} MB. A payroll file of 100,000 lines has about 10.`)
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax + FIELD_BYTES_MAX) throw tooLarge
  const boundary = /^multipart\/form-data;.*boundary="?([^";]{1,70})"?/i.exec(request.headers.get('content-type') ?? '')?.[1]
  if (!boundary || !request.body) throw new NotReceived(400, 'Send the file as a multipart form.')
  await mkdir(dir, { recursive: true })
  // Everything counts, also what stands before the first part and is thrown away.
  const wire = new Wire(request.body, Buffer.from(`\r\n--${boundary}`), bytesMax + PARTS_MAX * FIELD_BYTES_MAX, tooLarge)
  const received: Received = { fields: {}, file: null }
  try {
    await wire.until(wire.boundary, async () => {})
    for (let parts = 0; (await wire.take(2)).toString() === '\r\n'; parts++) {
      if (parts >= PARTS_MAX) throw new NotReceived(400, 'The form has too many parts.')
      const { name, fileName } = headersOf(await wire.text(Buffer.from('\r\n\r\n')))
      if (fileName === null) received.fields[name] = await wire.text(wire.boundary)
      else if (received.file) throw new NotReceived(400, 'Send one file.')
      else received.file = await writeFile(wire, join(dir, `${randomUUID()}.part`), fileName, bytesMax, tooLarge)
    }
    return received
  } catch (error) {
    if (received.file) await rm(received.file.path, { force: true })
    throw error
  }
}

function headersOf(text: string): { name: string; fileName: string | null } {
  const disposition = /^content-disposition:\s*form-data;(.*)$/im.exec(text)?.[1] ?? ''
  const name = /\bname="([^"]*)"/.exec(disposition)?.[1]
  if (name === undefined) throw new NotReceived(400, 'PayLedger could not read the form.')
  const fileName = /\bfilename="([^"]*)"/.exec(disposition)?.[1]
  return { name, fileName: fileName === undefined ? null : fileNameOf(fileName.replace(/%22/g, '"')) }
}

/** A file's name is shown and kept, never used as a path. Nobody typed it, so what no text may hold is replaced. */
export const fileNameOf = (name: string): string => plainText(cut(name.replace(/\s+/g, ' '), 200))

async function writeFile(wire: Wire, path: string, name: string, bytesMax: number, tooLarge: NotReceived): Promise<ReceivedFile> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  let handle: FileHandle | null = null
  try {
    const file = await open(path, 'wx', 0o600)
    handle = file
    await wire.until(wire.boundary, async (chunk) => {
      sizeBytes += chunk.length
      if (sizeBytes > bytesMax) throw tooLarge
      hash.update(chunk)
      await file.writeFile(chunk)
    })
    await file.sync()
    return { path, name, sizeBytes, sha256: hash.digest('hex') }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await handle?.close()
  }
}

class Wire {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  // As if a line had ended before: the first boundary then looks like the others.
  #buffer: Buffer = Buffer.from('\r\n')
  #bytes = 0

  constructor(
    body: ReadableStream<Uint8Array>,
    readonly boundary: Buffer,
    readonly bytesMax: number,
    readonly tooLarge: NotReceived,
  ) {
    this.#reader = body.getReader()
  }

  /** Gives what comes before `mark` piece by piece, and goes on behind it. */
  async until(mark: Buffer, each: (chunk: Buffer) => Promise<void>): Promise<void> {
    for (;;) {
      const at = this.#buffer.indexOf(mark)
      const safe = at >= 0 ? at : Math.max(0, this.#buffer.length - mark.length + 1)
      if (safe > 0) await each(this.#buffer.subarray(0, safe))
      this.#buffer = this.#buffer.subarray(at >= 0 ? at + mark.length : safe)
      if (at >= 0) return
      await this.#more()
    }
  }

  async text(mark: Buffer): Promise<string> {
    const chunks: Buffer[] = []
    let bytes = 0
    await this.until(mark, async (chunk) => {
      bytes += chunk.length
      if (bytes > FIELD_BYTES_MAX) throw new NotReceived(400, 'A field of the form is too long.')
      chunks.push(Buffer.from(chunk))
    })
    return Buffer.concat(chunks).toString('utf8')
  }

  async take(bytes: number): Promise<Buffer> {
    while (this.#buffer.length < bytes) await this.#more()
    const taken = this.#buffer.subarray(0, bytes)
    this.#buffer = this.#buffer.subarray(bytes)
    return taken
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#reader.read().catch(() => ({ done: true, value: undefined }))
    if (done || !value) throw new NotReceived(400, 'The upload was interrupted. Send the file again.')
    this.#bytes += value.length
    if (this.#bytes > this.bytesMax) {
      await this.#reader.cancel().catch(() => undefined)
      throw this.tooLarge
    }
    this.#buffer = this.#buffer.length === 0 ? Buffer.from(value) : Buffer.concat([this.#buffer, value])
  }
}

/** Takes a multipart form with one file from the wire: counted while it comes, and of its file never more than a piece in hand. */
import { createHash } from 'node:crypto'
import { addAbortSignal, Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy'
import { cut } from '@/iso20022/charset'
import { plainText } from '@/platform/plain-text'

/** `kept` is what whoever asked made of the bytes. */
export type FormFile<Kept> = { name: string; sizeBytes: number; sha256: string; kept: Kept }
export type Form<Kept> = { fields: Record<string, string>; file: FormFile<Kept> | null }

/** Of the file; `tooLarge` is the sentence for one that has more. */
export type FormLimit = { bytesMax: number; tooLarge: string }

/** Why a form was not taken, in a sentence; `status` is HTTP's. */
export class NotReceived extends Error {
  constructor(
    readonly status: 400 | 413,
    sentence: string,
  ) {
    super(sentence)
  }
}

/** A field, and what stands around each part. */
const FIELD_BYTES_MAX = 10_000
const PARTS_MAX = 20

type Keep<Kept> = (bytes: AsyncIterable<Buffer>) => Promise<Kept>

/**
 * The form's fields, and its file as `keep` kept it, which gets the bytes as they come. A part without a name is passed over.
 * @throws NotReceived, or what `keep` threw. By then `keep` has ended; what it left behind is for whoever asked to remove.
 */
export async function receiveForm<Kept>(request: Request, limit: FormLimit, keep: Keep<Kept>): Promise<Form<Kept>> {
  const tooLarge = new NotReceived(413, limit.tooLarge)
  if (Number(request.headers.get('content-length') ?? 0) > limit.bytesMax + FIELD_BYTES_MAX) throw tooLarge
  const parser = parserOf(request.headers.get('content-type') ?? '', limit.bytesMax)
  if (!parser || !request.body) throw new NotReceived(400, 'Send the file as a multipart form.')
  const wire = Readable.fromWeb(request.body as ReadableStream)
  const stop = new AbortController()
  const form = { fields: {} as Record<string, string>, file: null as Promise<FormFile<Kept>> | null }
  try {
    await new Promise<void>((resolve, reject) => {
      const refuse = (sentence: string) => reject(new NotReceived(400, sentence))
      const brokenOff = () => refuse('The upload was interrupted. Send the file again.')
      parser.on('field', (name: string | undefined, value, _, isCut) => {
        if (name === undefined) refuse('PayLedger could not read the form.')
        else if (isCut) refuse('A field of the form is too long.')
        else form.fields[name] = value
      })
      parser.on('file', (_, content, name) => {
        addAbortSignal(stop.signal, content).on('limit', () => reject(tooLarge))
        // What happened is said by the parser or by `keep`, and both are listened to.
        content.on('error', () => undefined)
        form.file = fileOf(content, name, keep)
        form.file.catch(reject)
      })
      parser.on('filesLimit', () => refuse('Send one file.')).on('partsLimit', () => refuse('The form has too many parts.'))
      parser.on('error', brokenOff).on('finish', resolve)
      wire.on('error', brokenOff)
      countUpTo(limit.bytesMax + PARTS_MAX * FIELD_BYTES_MAX, wire, () => reject(tooLarge))
      wire.pipe(parser)
    })
    return { fields: form.fields, file: await form.file }
  } catch (error) {
    // What still comes is left where it is: whoever sends it could not read the answer of a connection that was cut.
    wire.unpipe(parser)
    stop.abort()
    await Promise.allSettled([form.file])
    throw error
  }
}

/** Everything counts: what stands before the first part and behind the last one, too. Nobody is listened to for longer. */
function countUpTo(bytesMax: number, wire: Readable, tooMany: () => void): void {
  let bytes = 0
  wire.on('data', (piece: Uint8Array) => {
    bytes += piece.length
    if (bytes <= bytesMax) return
    tooMany()
    wire.destroy()
  })
}

/** Null when it is no multipart form. */
function parserOf(contentType: string, fileSize: number): BusboyInstance | null {
  if (!/^multipart\/form-data;.*boundary=[^;]/i.test(contentType)) return null
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: { files: 1, fileSize, parts: PARTS_MAX, fieldSize: FIELD_BYTES_MAX, headerSize: FIELD_BYTES_MAX },
      preservePath: true,
      isPartAFile: (_name, _type, fileName) => fileName !== undefined,
    })
  } catch {
    return null
  }
}

async function fileOf<Kept>(content: BusboyFileStream, name: string, keep: Keep<Kept>): Promise<FormFile<Kept>> {
  const hash = createHash('sha256')
  async function* hashed(): AsyncIterable<Buffer> {
    for await (const piece of content) {
      hash.update(piece)
      yield piece
    }
  }
  const kept = await keep(hashed())
  return { name: fileNameOf(name.replace(/%22/g, '"')), sizeBytes: content.bytesRead, sha256: hash.digest('hex'), kept }
}

/** A file's name is shown and kept, never used as a path. Nobody typed it, so what no text may hold is replaced. */
const fileNameOf = (name: string): string => plainText(cut(name.replace(/\s+/g, ' '), 200))

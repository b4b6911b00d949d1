/** How a text file's bytes become letters. */
import type { Encoding } from './mapping'
import { chunksOf, headOf } from './source'
import type { PayrollSource } from './types'
import { UnreadableFile } from './unreadable-file'

const HEAD_BYTES = 64 * 1024

/** By byte order mark, by zero bytes, and else UTF-8 when the whole file is that: the first accent may stand in the last row. */
export async function encodingOf(file: PayrollSource): Promise<Encoding> {
  const head = await headOf(file, HEAD_BYTES)
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const zeros = zerosOf(head)
  const enough = head.length / 4
  if (zeros.odd > enough && zeros.even < zeros.odd / 20) return 'utf-16le'
  if (zeros.even > enough && zeros.odd < zeros.even / 20) return 'utf-16be'
  if (zeros.even + zeros.odd > head.length / 20)
    throw new UnreadableFile('This is not a text file: it is full of NUL bytes. Export it again as CSV or XLSX.')
  return (await isUtf8(file)) ? 'utf-8' : 'windows-1252'
}

/** The file's text, piece by piece, without its byte order mark. `onBytes` hears how many bytes have been read so far. */
export async function* textOf(
  file: PayrollSource,
  encoding: Encoding,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let bytes = 0
  try {
    for await (const chunk of chunksOf(file)) {
      bytes += chunk.length
      onBytes(bytes)
      yield decoder.decode(chunk, { stream: true })
    }
    yield decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) throw new UnreadableFile(`The file is not in ${encodingWords(encoding)}: choose another encoding.`)
    throw error
  }
}

const WORDS: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 (little-endian)',
  'utf-16be': 'UTF-16 (big-endian)',
  'windows-1252': 'Windows-1252',
}

const encodingWords = (encoding: Encoding): string => WORDS[encoding]

function zerosOf(head: Uint8Array): { even: number; odd: number } {
  const zeros = { even: 0, odd: 0 }
  head.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2 === 0 ? 'even' : 'odd'] += 1
  })
  return zeros
}

async function isUtf8(file: PayrollSource): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of chunksOf(file)) decoder.decode(chunk, { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}

/** How a text file's bytes become letters. */
import type { Encoding } from './mapping'
import { chunksOf, headOf } from './source'
import type { PayrollSource } from './types'
import { UnreadableFile } from './unreadable-file'

const HEAD_BYTES = 64 * 1024
const NO_TEXT = 'This is not a text file in an encoding we read. Export it again as "CSV UTF-8" or XLSX.'

/** By byte order mark, by zero bytes, and else UTF-8 when the whole file is that: the first accent may stand in the last row. */
export async function encodingOf(file: PayrollSource): Promise<Encoding> {
  const head = await headOf(file, HEAD_BYTES)
  if (head[0] === 0xff && head[1] === 0xfe && head[2] === 0 && head[3] === 0) throw new UnreadableFile(NO_TEXT)
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const zeros = zerosOf(head)
  const enough = head.length / 4
  if (zeros.odd > enough && zeros.even < zeros.odd / 20) return 'utf-16le'
  if (zeros.even > enough && zeros.odd < zeros.even / 20) return 'utf-16be'
  if (zeros.even + zeros.odd > head.length / 20)
    throw new UnreadableFile('This is not a text file: it is full of NUL bytes. Export it again as CSV or XLSX.')
  if (head.filter((byte) => byte < 32 && ![9, 10, 12, 13].includes(byte)).length > head.length / 20) throw new UnreadableFile(NO_TEXT)
  return (await isUtf8(file)) ? 'utf-8' : byLetters(head)
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
  'windows-1252': 'Windows-1252 (Western Europe)',
  'windows-1250': 'Windows-1250 (Central Europe)',
  shift_jis: 'Shift JIS (Japanese)',
}

export const encodingWords = (encoding: Encoding): string => WORDS[encoding]

/** Of the encodings without a mark of their own: Japanese signs in runs, and what Polish letters inside a word look like in Windows-1252 ("Micha³owski"). */
function byLetters(head: Uint8Array): Encoding {
  const japanese = new TextDecoder('shift_jis').decode(head)
  const foreign = japanese.match(/[^\0-\x7f]/g)?.length ?? 0
  const inRuns = japanese.match(/[\u3040-\u30ff\u4e00-\u9fff\u30fc]{2,}/g)?.join('').length ?? 0
  if (inRuns > 0.8 * foreign) return 'shift_jis'
  return /\p{L}[\u00b3\u00b9\u00bf]\p{Ll}|[\u00a3\u00af]\p{Ll}/u.test(new TextDecoder('windows-1252').decode(head))
    ? 'windows-1250'
    : 'windows-1252'
}

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

/** How a text file's bytes become letters. */
import { inTurns } from '@/platform/in-turns'
import { type Detected, detectEncoding } from './detect-encoding'
import { ENCODING_WORDS, type Encoding } from './mapping'
import { chunksOf, headOf } from './source'
import type { PayrollSource } from './types'
import { UnreadableFile } from './unreadable-file'

const HEAD_BYTES = 64 * 1024
const NO_TEXT = 'This is not a text file, or PayLedger does not know its encoding. Export it again as "CSV UTF-8" or XLSX.'

/** By byte order mark, by zero bytes, and else UTF-8 when the whole file is that: the first accent may stand in the last row. */
export async function encodingOf(file: PayrollSource): Promise<Detected> {
  const head = await headOf(file, HEAD_BYTES)
  if (head[0] === 0xff && head[1] === 0xfe && head[2] === 0 && head[3] === 0) throw new UnreadableFile(NO_TEXT)
  if (head[0] === 0xff && head[1] === 0xfe) return certain('utf-16le')
  if (head[0] === 0xfe && head[1] === 0xff) return certain('utf-16be')
  const zeros = zerosOf(head)
  const enough = head.length / 4
  if (zeros.odd > enough && zeros.even < zeros.odd / 20) return certain('utf-16le')
  if (zeros.even > enough && zeros.odd < zeros.even / 20) return certain('utf-16be')
  if (zeros.even + zeros.odd > head.length / 20)
    throw new UnreadableFile('This is not a text file: it is full of NUL bytes. Export it again as CSV or XLSX.')
  if (head.filter((byte) => byte < 32 && ![9, 10, 12, 13].includes(byte)).length > head.length / 20) throw new UnreadableFile(NO_TEXT)
  if (await isUtf8(file)) return certain('utf-8')
  if (isJapanese(head)) return certain('shift_jis')
  const { words, countries } = await accentedWords(file)
  return inTurns(detectEncoding(words, countries))
}

const certain = (encoding: Encoding): Detected => ({ encoding, rivals: [] })

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
    if (error instanceof TypeError) throw new UnreadableFile(`The file is not in ${ENCODING_WORDS[encoding]}. Choose another encoding.`)
    throw error
  }
}

/** Japanese signs come in runs; a text in another encoding has them by accident. */
function isJapanese(head: Uint8Array): boolean {
  const japanese = new TextDecoder('shift_jis').decode(head)
  const foreign = japanese.match(/[^\0-\x7f]/g)?.length ?? 0
  const inRuns = japanese.match(/[\u3040-\u30ff\u4e00-\u9fff\u30fc]{2,}/g)?.join('').length ?? 0
  return inRuns > 0.8 * foreign
}

/** Different words with bytes beyond ASCII, of the whole file: the first accent may stand in its last row. */
async function accentedWords(file: PayrollSource): Promise<{ words: string[]; countries: Set<string> }> {
  const words = new Set<string>()
  const countries = new Set<string>()
  let rest = ''
  for await (const chunk of chunksOf(file)) {
    const text = rest + Buffer.from(chunk).toString('latin1')
    // A word that goes on in the next piece waits for it.
    const end = Math.max(text.search(/[^\s,;|\t"]*$/), text.length - WORD_CHARACTERS_MAX)
    for (const [word] of text.slice(0, end).matchAll(ACCENTED)) if (words.size < WORDS_MAX) words.add(word)
    if (countries.size < 60) for (const found of text.matchAll(COUNTRY)) countries.add(found[1] ?? found[2] ?? '')
    rest = text.slice(end)
    if (words.size >= WORDS_MAX) break
  }
  for (const [word] of rest.matchAll(ACCENTED)) words.add(word)
  return { words: [...words], countries }
}

const WORDS_MAX = 3_000
const WORD_CHARACTERS_MAX = 200
const ACCENTED = /[A-Za-z'.-]*[\x80-\xff][A-Za-z'.\x80-\xff-]*/g
/** The beginning of an IBAN, or a cell of two capitals. */
const COUNTRY = /\b([A-Z]{2})\d{2} ?[A-Z0-9]{4}|(?<=[,;|\t"])([A-Z]{2})(?=[,;|\t"\r\n])/g

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

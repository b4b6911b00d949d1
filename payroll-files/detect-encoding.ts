/**
 * Which encoding the letters of a file are in, when it has no mark of its own. By the words that have accents, in every encoding: a word with a sign in
 * it (¦imek) is none, a word of a language spoken where the accounts are is likely. What cannot be told is a question, with the words that differ.
 *
 * Detectors alone were measured on names in 12 encodings, 20 rows each: chardet 2.2 took 11 of 12 files for Western, because columns and headings
 * are ASCII; jschardet 4.1 took Turkish for Western and Latin-9 for Johab. So chardet is asked for what has many bytes a letter only.
 */
import { analyse } from 'chardet'
import type { Work } from '@/platform/in-turns'
import { areAtHome, languagesOf } from './alphabets'
import type { Encoding } from './mapping'

/** In the order of how common they are in payroll files. */
const CANDIDATES: readonly Encoding[] = [
  'windows-1252',
  'windows-1250',
  'iso-8859-2',
  'iso-8859-15',
  'windows-1254',
  'windows-1257',
  'windows-1253',
  'iso-8859-7',
  'windows-1251',
  'windows-1255',
  'windows-1256',
]
const MANY_BYTES: Readonly<Record<string, Encoding>> = { Shift_JIS: 'shift_jis', GB18030: 'gb18030', Big5: 'big5', 'EUC-KR': 'euc-kr' }
/** Below this share of words that are words of some language an encoding is not the file's. */
const WORDS_SHARE = 0.9
/** So many words decide by how few languages they need. */
const WORDS_ENOUGH = 8
const EXAMPLES = 3
const RIVALS_MAX = 4

/** `rivals`: every encoding it may be, the likeliest first, each with words in which they differ; empty when `encoding` is certain. */
export type Detected = { encoding: Encoding; rivals: { encoding: Encoding; words: string[] }[] }

/** `sound`: which share are words of some language; `home`: which of them are of one spoken where accounts are held. */
type Scored = { encoding: Encoding; words: string[]; sound: number; home: boolean[]; languages: number }

/** @param words those with bytes beyond ASCII, each byte as one character. @param countries where accounts are held. */
export function* detectEncoding(words: readonly string[], countries: ReadonlySet<string>): Work<Detected> {
  // Of those in which all words are the same the first.
  const distinct = new Map<string, Scored>()
  for (const encoding of CANDIDATES) {
    yield
    const decoded = decodedBy(encoding, words)
    if (!distinct.has(decoded.join())) distinct.set(decoded.join(), scoreOf(encoding, decoded, countries))
  }
  yield
  const ranked = [...distinct.values()].sort((a, b) => b.sound - a.sound || shareOf(b.home) - shareOf(a.home) || a.languages - b.languages)
  const [best, ...others] = ranked
  if (!best || best.sound < WORDS_SHARE) {
    const other = manyBytes(words)
    const likely = [...(other ? [other] : []), ...ranked].slice(0, RIVALS_MAX)
    return { encoding: likely[0]?.encoding ?? 'windows-1252', rivals: differing(likely) }
  }
  const rivals = others.filter((other) => other.sound >= WORDS_SHARE && !isBeaten(other, best))
  return { encoding: best.encoding, rivals: rivals.length === 0 ? [] : differing([best, ...rivals].slice(0, RIVALS_MAX)) }
}

const shareOf = (flags: readonly boolean[]): number => (flags.length === 0 ? 1 : flags.filter(Boolean).length / flags.length)

/** In the words that differ: they are of the place in one and not in the other, or one needs fewer languages for many words. */
function isBeaten(rival: Scored, best: Scored): boolean {
  const telling = best.words.flatMap((word, index) => (word === rival.words[index] ? [] : [index]))
  const here = shareOf(telling.map((index) => best.home[index] ?? false))
  const there = shareOf(telling.map((index) => rival.home[index] ?? false))
  if (here >= WORDS_SHARE && there <= 0.5) return true
  return here >= there && best.languages < rival.languages && telling.length >= WORDS_ENOUGH
}

function decodedBy(encoding: Encoding, words: readonly string[]): string[] {
  const decoder = new TextDecoder(encoding)
  return words.map((word) => decoder.decode(Buffer.from(word, 'latin1')))
}

function scoreOf(encoding: Encoding, words: string[], countries: ReadonlySet<string>): Scored {
  const found = words.map(partsOf).map((parts) => parts.map(languagesOf))
  const sound = found.map((parts) => parts.every((languages) => languages.length > 0))
  return {
    encoding,
    words,
    sound: shareOf(sound),
    home: found.map((parts) => parts.every((languages) => areAtHome(languages, countries))),
    languages: fewest(found.flat()),
  }
}

/** The parts of a word between what may stand within names and texts; what else is in it stays and makes it none. */
const partsOf = (word: string): string[] =>
  // An apostrophe before a Greek letter is a capital of another encoding.
  /[’‘'](?=[\u0370-\u10ff])/u.test(word)
    ? [word]
    : word.split(/[-'’‘.,:()&/"“”„«»€£ºª°§\u00a0–—]+/u).filter((part) => part !== '' && /[^\0-\x7f]/.test(part))

/** How few languages all words can be of: the commonest first, as long as some are left. */
function fewest(words: readonly number[][]): number {
  let left = words.filter((languages) => languages.length > 0)
  for (let count = 0; ; count++) {
    if (left.length === 0) return count
    const counts = new Map<number, number>()
    for (const languages of left) for (const each of languages) counts.set(each, (counts.get(each) ?? 0) + 1)
    const [commonest] = [...counts].reduce((one, other) => (other[1] > one[1] ? other : one))
    left = left.filter((languages) => !languages.includes(commonest))
  }
}

/** Words in which the candidates differ, the same ones for each. */
function differing(candidates: readonly Pick<Scored, 'encoding' | 'words'>[]): Detected['rivals'] {
  const indexes = (candidates[0]?.words ?? []).map((_, index) => index)
  const telling = indexes.filter((index) => new Set(candidates.map(({ words }) => words[index])).size > 1)
  // Those first that are another word in most encodings.
  telling.sort((a, b) => new Set(candidates.map(({ words }) => words[b])).size - new Set(candidates.map(({ words }) => words[a])).size)
  return candidates.map(({ encoding, words }) => ({ encoding, words: telling.slice(0, EXAMPLES).map((index) => words[index] ?? '') }))
}

/** Chinese and Korean encodings have two bytes a letter, and no word is one in any other. */
function manyBytes(words: readonly string[]): Pick<Scored, 'encoding' | 'words'> | null {
  const found = analyse(Buffer.from(words.join(' '), 'latin1')).find(({ name }) => Object.hasOwn(MANY_BYTES, name))
  const encoding = found && MANY_BYTES[found.name]
  if (!encoding) return null
  // A file of an old code page (CP850) looks like Japanese and is none: such an encoding would be a dead end.
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    return { encoding, words: words.map((word) => decoder.decode(Buffer.from(word, 'latin1'))) }
  } catch {
    return null
  }
}

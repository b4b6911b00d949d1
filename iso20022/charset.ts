/** The characters SEPA carries: a-z A-Z 0-9 / - ? : ( ) . , ' + and space (EPC217-08). Everything else is written with them. */
import anyAscii from 'any-ascii'
import { COUNTERPARTS } from './transliteration'

/** The ISO schema allows 140; SEPA does not. */
export const NAME_CHARACTERS_MAX = 70

const ONLY_SEPA = /^[A-Za-z0-9/\-?:().,'+ ]*$/
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** What a sign without counterpart becomes, an emoji for instance. */
const UNKNOWN = '.'

/** Scripts whose letters the banks' own table carries; what it leaves out of them (Қ, ɨ, ᾅ) is written by the nearest letter. */
const CARRIED = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u

/** Anything but letters of those scripts, marks, and signs the table has: only then a text is looked at sign by sign, which takes 80 µs. */
const PERHAPS_FOREIGN = new RegExp(
  `[^A-Za-z0-9/\\-?:().,'+\\s\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{Mark}\\p{Default_Ignorable_Code_Point}${[
    ...COUNTERPARTS.keys(),
  ]
    .join('')
    .replace(/[\\\]^-]/g, '\\$&')}]`,
  'u',
)

/** How ä, ö and ü are written: "a" as EPC217-08 has it, or "ae" as German and Austrian banks print it. Both are allowed. */
export type Umlauts = 'one-letter' | 'two-letters'

const TWO_LETTERS: ReadonlyMap<string, string> = new Map(Object.entries({ ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'AE', Ö: 'OE', Ü: 'UE' }))

/**
 * A text as a bank file carries it: one line, no outer or doubled spaces, transliterated, at most `charactersMax` long.
 * A character is written whole or not at all: "ß" never ends as half of "ss", an accented letter or an emoji is never taken apart.
 */
export function sepaText(text: string, charactersMax: number, umlauts: Umlauts = 'one-letter'): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  if (ONLY_SEPA.test(line)) return line.slice(0, charactersMax).trimEnd()
  let written = ''
  for (const { segment } of characters.segment(line.normalize('NFC'))) {
    const next = (umlauts === 'two-letters' && TWO_LETTERS.get(segment)) || transliterate(segment)
    if (written.length + next.length > charactersMax) break
    written += next
  }
  return written.replace(/ +/g, ' ').trim()
}

/** Cuts a text of any script to `charactersMax` UTF-16 units without taking a character (pair, accent, joined emoji) apart. */
export function cut(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text
  let end = 0
  for (const { index, segment } of characters.segment(text)) {
    if (index + segment.length > charactersMax) break
    end = index + segment.length
  }
  return text.slice(0, end)
}

/** A name as a bank file has it. `cut`: what of it no longer fits; `foreign`: its first sign that banks do not carry, for which the file has a stand-in. */
export type NameInFile = { text: string; cut: string | null; foreign: string | null }

/** How a bank file of a company whose bank writes umlauts this way names somebody. */
export function nameInFile(name: string, umlauts: Umlauts): NameInFile {
  const whole = sepaText(name, Number.POSITIVE_INFINITY, umlauts)
  const text = sepaText(name, NAME_CHARACTERS_MAX, umlauts)
  return { text, cut: whole.length > text.length ? whole.slice(text.length).trim() : null, foreign: foreignIn(name) }
}

/** The name in the bank file where it is another than this, else null. */
export function differing(name: string, umlauts: Umlauts): string | null {
  const { text } = nameInFile(name, umlauts)
  return text === name ? null : text
}

/** The first letter or sign of a text that banks do not carry: another script, an emoji. Null when nothing is lost. */
export function foreignIn(text: string): string | null {
  if (!PERHAPS_FOREIGN.test(text)) return null
  for (const { segment } of characters.segment(text.normalize('NFC'))) {
    if (ONLY_SEPA.test(segment) || /^\s+$/u.test(segment) || COUNTERPARTS.has(segment)) continue
    for (const part of bareOf(segment)) if (!ONLY_SEPA.test(part) && !COUNTERPARTS.has(part) && !CARRIED.test(part)) return segment
  }
  return null
}

/**
 * Why a text cannot be an identifier in a bank file, or null: 1 to 35 SEPA characters, neither beginning nor ending with "/",
 * without "//" (EPC130-08), and without outer spaces, which banks drop.
 */
export function idProblem(id: string): string | null {
  if (id.length < 1 || id.length > 35) return 'must have 1 to 35 characters'
  if (!ONLY_SEPA.test(id)) return 'has characters outside the SEPA set'
  if (id.startsWith('/') || id.endsWith('/') || id.includes('//')) return 'must not begin or end with "/" nor contain "//"'
  return id.trim() === id && !id.includes('  ') ? null : 'must not begin or end with a space nor contain two in a row'
}

/** One user-perceived character in the SEPA set. */
function transliterate(character: string): string {
  if (ONLY_SEPA.test(character)) return character
  const whole = COUNTERPARTS.get(character)
  if (whole !== undefined) return whole
  const bare = bareOf(character)
  // A character that is only marks has nothing of its own to write.
  if (bare === '') return ''
  const parts = [...bare].map((part) => (ONLY_SEPA.test(part) ? part : (COUNTERPARTS.get(part) ?? nearest(part))))
  // One character of another script may come apart into several pieces; it stays one unknown character.
  return parts.every((part) => part === UNKNOWN) ? UNKNOWN : parts.join('')
}

/** Without what Unicode takes apart as a mark, or as unseen. */
const bareOf = (character: string): string => character.normalize('NFKD').replace(/\p{Mark}|\p{Default_Ignorable_Code_Point}/gu, '')

/**
 * A letter of any script by letters, never by a dot: a name of dots is refused by the payee check (EPC217-08). Of names that is the last resort, for
 * rows of other scripts are a person's to settle before they are paid.
 */
function nearest(letter: string): string {
  if (!/\p{L}/u.test(letter)) return UNKNOWN
  const written = [...anyAscii(letter)].map((each) => (ONLY_SEPA.test(each) ? each : (COUNTERPARTS.get(each) ?? ''))).join('')
  return written.replaceAll("'", '')
}

/** The characters SEPA carries: a-z A-Z 0-9 / - ? : ( ) . , ' + and space (EPC217-08). Everything else is written with them. */
import { COUNTERPARTS } from './transliteration'

const ONLY_SEPA = /^[A-Za-z0-9/\-?:().,'+ ]*$/
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** What a character without counterpart becomes. */
const UNKNOWN = '.'

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

/** Whether anything of a name is left once it is written for a bank: at least one letter of a script that has counterparts. */
export function survivesTransliteration(name: string): boolean {
  return /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(name)
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
  const bare = character.normalize('NFKD').replace(/\p{Mark}|\p{Default_Ignorable_Code_Point}/gu, '')
  // A character that is only marks has nothing of its own to write.
  if (bare === '') return ''
  const parts = [...bare].map((part) => (ONLY_SEPA.test(part) ? part : (COUNTERPARTS.get(part) ?? UNKNOWN)))
  // One character of another script may come apart into several pieces; it stays one unknown character.
  return parts.every((part) => part === UNKNOWN) ? UNKNOWN : parts.join('')
}

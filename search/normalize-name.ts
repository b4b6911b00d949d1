/** Folding: what people type and what names are, brought to the same letters. In our own code, because the index must need no plug-in for it. */

/** Letters that no decomposition takes apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ə: 'e',
  ı: 'i',
  ħ: 'h',
  ŋ: 'n',
  ŧ: 't',
  ς: 'σ',
}
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g')

/** Accents, Hebrew points and Arabic vowel signs. Not every mark: those of Indian scripts and of Thai are vowels a name cannot lose. */
const ACCENTS =
  /[\u0300-\u036f]|[\u0591-\u05bd]|\u05bf|[\u05c1\u05c2]|[\u05c4\u05c5]|\u05c7|[\u064b-\u065f]|\u0670|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]/g

/** Lower case without accents, as words separated by single blanks: "Strauß-Łuczak" becomes "strauss luczak". Folding twice changes nothing more. */
export function normalizeName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .replace(LETTER, (letter) => LETTERS[letter] ?? letter)
    .replace(/['’‘`ʼ]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .normalize('NFC')
    .trim()
}

/** The words of a folded text. */
export function words(text: string): string[] {
  const normalized = normalizeName(text)
  return normalized === '' ? [] : normalized.split(' ')
}

const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+$/u
const UNSPACED_CHARACTERS_MAX = 20

/** Whether the word is of a script whose names are written with or without a blank between family and given name. */
export const isUnspaced = (word: string): boolean => UNSPACED.test(word)

/**
 * The terms a name is found by: its words; and for a name such as 田中 太郎 also the whole without blanks and each of its ends,
 * so that 田中太郎 and 太郎 find it.
 */
export function nameTerms(name: string): string {
  const parts = words(name)
  const whole = [...parts.filter(isUnspaced).join('')].slice(0, UNSPACED_CHARACTERS_MAX)
  const ends = whole.map((_, from) => whole.slice(from).join(''))
  return [...new Set([...parts, ...ends])].join(' ')
}

/** People read the end of a reference aloud. An end is the beginning of what is reversed, and needs no term of its own in the index. */
export const reversed = (reference: string): string => [...reference].reverse().join('')

/** Which letters names have in which language, to tell encodings apart: the same byte is ñ in one and ń in another. */

/** By the countries whose accounts make a language likely. Letters beyond a to z, in lower case; İ as it is, its small form is two characters. */
const LATIN: readonly [countries: string, letters: string][] = [
  ['DE AT CH LI LU IT BE', 'äöüß'],
  ['FR BE CH LU MC CA', 'àâæçéèêëîïôœùûüÿ'],
  ['ES MX AR CL CO PE UY', 'áéíñóúü'],
  ['PT BR AO', 'áâãàçéêíóôõú'],
  ['IT SM CH VA MT', 'àèéìíîòóùú'],
  ['ES AD', 'àçéèíïóòúü'],
  ['NL BE SR', 'áàäéèëíïóöúü'],
  ['DK NO GL FO', 'æøåéöäü'],
  ['SE FI AX', 'åäöéüàšž'],
  ['IS', 'áðéíóúýþæö'],
  ['IE GB', 'áéíóú'],
  ['EE', 'äöõüšž'],
  ['PL', 'ąćęłńóśźż'],
  ['CZ', 'áčďéěíňóřšťúůýž'],
  ['SK', 'áäčďéíĺľňóôŕšťúýž'],
  ['HU', 'áéíóöőúüű'],
  ['RO MD', 'ăâîșțşţ'],
  ['HR SI BA ME RS', 'čćđšž'],
  ['AL XK', 'çë'],
  ['TR CY', 'çğıİöşüâîû'],
  ['LT', 'ąčęėįšųūž'],
  ['LV', 'āčēģīķļņšūž'],
]

type Language = { countries: ReadonlySet<string>; holds: (word: string) => boolean }

const language = (countries: string, pattern: RegExp): Language => ({
  countries: new Set(countries.split(' ')),
  holds: (word) => pattern.test(word),
})

const LANGUAGES: readonly Language[] = [
  ...LATIN.map(([countries, letters]) => language(countries, new RegExp(`^[a-zA-Z${letters}${letters.toUpperCase()}]+$`, 'u'))),
  language('GR CY', /^\p{Script=Greek}+$/u),
  language('BG RU UA RS MK BY KZ ME BA', /^\p{Script=Cyrillic}+$/u),
  language('IL', /^[א-ת]+$/u),
  language('AE SA KW QA BH JO LB EG TN OM IQ LY MA DZ SD PS', /^[\u0621-\u064a]+$/u),
]

/** The languages, by their number, in which a word may be written; none for what is no word of any. */
export function languagesOf(word: string): number[] {
  // MichaŁowski, MüLLER: a letter of the wrong size is another letter.
  if (/\p{Ll}(?![A-Z])\p{Lu}|\p{Lu}{2}(?![a-z])\p{Ll}|^(?![a-z])\p{Ll}\p{Lu}/u.test(word)) return []
  return LANGUAGES.flatMap(({ holds }, index) => (holds(word) ? [index] : []))
}

/** Whether one of these languages is spoken where one of these accounts is held. */
export const areAtHome = (languages: readonly number[], countries: ReadonlySet<string>): boolean =>
  languages.some((index) => [...(LANGUAGES[index]?.countries ?? [])].some((country) => countries.has(country)))

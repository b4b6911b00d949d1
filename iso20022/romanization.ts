/**
 * Names in scripts whose letters no bank file carries, written in Latin letters by rule where a published rule gives the name back. It is a proposal:
 * how somebody's account is named is theirs to say, and a person settles it. Arabic and Hebrew leave vowels out, Thai and the Indic scripts need a
 * dictionary, Japanese characters have several readings: for these there is none, rather than a wrong one.
 */
import anyAscii from 'any-ascii'
import { pinyin } from 'pinyin-pro'
import { toRomaji } from 'wanakana'

export type Romanized = {
  text: string
  /** Whose rule it is. */
  standard: string
}

type Rule = { script: RegExp; standard: string; write: (name: string) => string }

/** Tried with some 40 names in all: any-ascii alone has 曾 as Ceng and 单 as Dan (surnames Zeng and Shan), 박 as Bag, ジョン as jiyon; these are right. */
const RULES: readonly Rule[] = [
  { script: /^[\p{Script=Georgian}\P{L}]*$/u, standard: 'the national system of Georgia, 2002', write: letterByLetter },
  { script: /^[\p{Script=Armenian}\P{L}]*$/u, standard: 'ISO 9985 without its marks', write: letterByLetter },
  { script: /^[\p{Script=Hangul}\P{L}]*$/u, standard: 'the Revised Romanization of Korean, 2000', write: hangul },
  {
    script: /^[\p{Script=Hiragana}\p{Script=Katakana}ーｰ\P{L}]*$/u,
    standard: 'Hepburn',
    write: (name) => toRomaji(name.normalize('NFKC').replaceAll('・', ' ')),
  },
]

/** Chinese characters are read as Chinese only where the account is held in China: the same ones are other names in Japan, Hong Kong and Taiwan. */
const PINYIN: Rule = { script: /^[\p{Script=Han}\P{L}]*$/u, standard: 'Pinyin, GB/T 28039', write: chinese }

/** The name by the rule of its script, or null where there is none. `country` is where the account is held. */
export function romanized(name: string, country: string | null): Romanized | null {
  const rule = [...RULES, ...(country === 'CN' ? [PINYIN] : [])].find(({ script }) => script.test(name))
  if (!rule || !/\p{L}/u.test(name)) return null
  const text = capitalized(rule.write(name.normalize('NFC')))
  return text === '' ? null : { text, standard: rule.standard }
}

/** Each word with a capital; what is no letter of a name goes. */
const capitalized = (text: string): string =>
  text
    .replace(/[^A-Za-z\- ]+/g, '')
    .replace(/ +/g, ' ')
    .trim()
    .replace(/(?<![A-Za-z])[a-z]/g, (letter) => letter.toUpperCase())

/** Letter for letter; of the aspirated ones without their mark, as passports have them. Armenian ու is one letter in two signs. */
function letterByLetter(name: string): string {
  return anyAscii(name.replaceAll('ու', 'u').replaceAll('Ու', 'U')).replace(/['`]/g, '')
}

const COMPOUND_SURNAME =
  /^(?:欧阳|歐陽|司马|司馬|诸葛|諸葛|上官|皇甫|令狐|端木|东方|東方|慕容|尉迟|尉遲|公孙|公孫|夏侯|长孙|長孫|宇文|司徒|轩辕|軒轅)/

/** Family name, then the given name as one word. */
function chinese(name: string): string {
  const bare = name.replace(/[\s·・]/g, '')
  const family = COMPOUND_SURNAME.test(bare) ? 2 : 1
  const syllables = pinyin(bare, { toneType: 'none', type: 'array', mode: 'surname', surname: 'head', v: false }).map((each) =>
    each.replaceAll('ü', 'v').replace(/^([ln])v$/, '$1yu'),
  )
  return [syllables.slice(0, family), syllables.slice(family)].map((part) => part.join('')).join(' ')
}

const INITIALS = 'g kk n d tt r m b pp s ss  j jj ch k t p h'.split(' ')
const VOWELS = 'a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i'.split(' ')
const FINALS = ' k k k n n n t l k m l l l p l m p p t t ng t t k t p t'.split(' ')
const FIRST_SYLLABLE = 0xac00

/** Syllable by syllable without the changes between them, as names are written; one word is family name and given name. */
function hangul(name: string): string {
  return name
    .split(/\s+/)
    .map((word, _, words) => {
      const syllables = [...word].map(syllable)
      if (words.length > 1 || syllables.length < 2) return syllables.join('')
      // 남궁, 선우, 황보, 제갈, 사공, 독고 are family names of two syllables.
      const family = syllables.length > 2 && /^(?:남궁|선우|황보|제갈|사공|독고)/.test(word) ? 2 : 1
      return `${syllables.slice(0, family).join('')} ${syllables.slice(family).join('')}`
    })
    .join(' ')
}

function syllable(sign: string): string {
  const index = (sign.codePointAt(0) ?? 0) - FIRST_SYLLABLE
  if (index < 0 || index >= 11_172) return ''
  return `${INITIALS[Math.floor(index / 588)]}${VOWELS[Math.floor((index % 588) / 28)]}${FINALS[index % 28]}`
}

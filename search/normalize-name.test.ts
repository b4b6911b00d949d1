/** If one of these fails, somebody is not found by the name that stands in their passport, or by how it is typed on a plain keyboard. */
import { describe, expect, it } from 'vitest'
import { isUnspaced, nameTerms, normalizeName, words } from './normalize-name'

describe('folding', () => {
  it.each([
    ['Weiß', 'weiss'],
    ['Bjørn', 'bjorn'],
    ['Łódź', 'lodz'],
    ['Đorđe', 'dorde'],
    ['Guðrún', 'gudrun'],
    ['Þór', 'thor'],
    ['Æsa', 'aesa'],
    ['Œuvrard', 'oeuvrard'],
    ['Əliyev', 'eliyev'],
    ['Işık', 'isik'],
    ['Ħamrun', 'hamrun'],
    ['Ŋgũgĩ', 'ngugi'],
    ['Ŧorre', 'torre'],
    ['Νίκος', 'νικοσ'],
    ['İbrahim', 'ibrahim'],
    ['ﬁn', 'fin'],
  ])('%s is typed as %s', (name, typed) => expect(normalizeName(name)).toBe(typed))

  it.each([
    ['דָּוִד', 'דוד'],
    ['שׁׂ\u05bf\u05c4\u05c5\u05c7', 'ש'],
    ['مُحَمَّد', 'محمد'],
    ['رحم\u0670ن', 'رحمن'],
    ['a\u1ab0b\u1dc0c\u20d0d\u0300', 'abcd'],
  ])('%s loses what is written above and below its letters', (name, bare) => expect(normalizeName(name)).toBe(bare))

  it.each(['नेहा', 'สมชาย ที่', 'தமிழ்', '김민준'])('%s keeps the marks that are its vowels', (name) => expect(normalizeName(name)).toBe(name))

  it('takes each kind of apostrophe out, and every other sign for a blank between words', () => {
    for (const sign of "'’‘`ʼ") expect(normalizeName(`O${sign}Connor`)).toBe('oconnor')
    expect(normalizeName(' ,Anna-Maria\t(née)  "Smith & 2nd"! ')).toBe('anna maria nee smith 2nd')
    expect(normalizeName('—')).toBe('')
  })
})

describe('the words of a name', () => {
  it('are none of a text without any', () => {
    expect(words(' - ')).toEqual([])
    expect(words('Anna  Maria')).toEqual(['anna', 'maria'])
  })

  it('are of a script without blanks only when all of them are', () => {
    for (const word of ['田中', 'たなか', 'タナカー', '김민준']) expect(isUnspaced(word)).toBe(true)
    for (const word of ['', 'tanaka', '田中a', 'a田中', '田 中']) expect(isUnspaced(word)).toBe(false)
  })

  it('that stand without blanks are found by every end, of the first twenty characters', () => {
    expect(nameTerms('田中 Taro 太郎')).toBe('田中 taro 太郎 田中太郎 中太郎 郎')
    expect(nameTerms('Anna Anna')).toBe('anna')
    const long = '一二三四五六七八九十'.repeat(3)
    const terms = nameTerms(long).split(' ')
    expect(terms).toHaveLength(21)
    expect(terms[1]).toBe(long.slice(0, 20))
    expect(terms.at(-1)).toBe('十')
    expect(nameTerms('𠮷野').split(' ')).toEqual(['𠮷野', '野'])
  })
})

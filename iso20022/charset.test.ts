import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cut, differing, foreignIn, idProblem, nameInFile, sepaText } from './charset'

const anyString = fc.string({
  unit: fc.oneof(fc.constantFrom(...'äÖüßẞﬃ \u0308'), fc.string({ unit: 'binary', maxLength: 1 })),
  maxLength: 200,
})
const SEPA = /^[A-Za-z0-9/\-?:().,'+ ]*$/

describe('a text is written in the SEPA character set', () => {
  it.each([
    ['José García', 'Jose Garcia'],
    ['Jose\u0301 Garci\u0301a', 'Jose Garcia'],
    ['Łukasz Żółć', 'Lukasz Zolc'],
    ['Jürgen Großmann', 'Jurgen Grossmann'],
    ['Søren Ærø', 'Soren AEro'],
    ['Σωκράτης Παπαδόπουλος', 'Sokratis Papadopoylos'],
    ['Щерю Йовчев', 'Shteryu Yovchev'],
    ['Đorđe Ђурић', 'Dorde Djuric'],
    ['İbrahim Işık', 'Ibrahim Isik'],
    ['Smith & Sons; [A_B]', 'Smith + Sons, (A-B)'],
    // Never dots: a payee of dots is refused. That such names are settled before they are paid is the import's to see to.
    ['佐藤 花子', 'ZuoTeng HuaZi'],
    ['김민준', 'gimminjun'],
    ['محمد علي', 'mhmd ly'],
    ['დავით ბერიძე', 'davit beridze'],
    ['Қайрат Нұрғалиев', 'Qayrat Nurghaliev'],
    ['Ἀλέξανδρος', 'Alexandros'],
    ['a👨‍👩‍👧b', 'a.b'],
    ['  two\n\tlines  ', 'two lines'],
    ['don’t', "don't"],
    ['𝒜', 'A'],
    ['Ɗanladi Ƙofar Ɔkyere', 'Danladi Kofar Okyere'],
  ])('%s becomes %s', (text, written) => expect(sepaText(text, 70)).toBe(written))

  it.each([
    ['Jürgen Großmann', 'Juergen Grossmann'],
    ['A\u0308pfel U\u0308ber', 'AEpfel UEber'],
    ['Łukasz Müller-Öztürk', 'Lukasz Mueller-OEztuerk'],
  ])('with two letters for an umlaut, as German banks print it: %s becomes %s', (text, written) =>
    expect(sepaText(text, 70, 'two-letters')).toBe(written),
  )

  it.each([
    ['Θανάσης Ψυχάρης', 'Thanasis Psycharis'],
    ['Χρήστος Ωνάσης-Βέλμος', 'Christos Onasis-Velmos'],
    ['ΗΛΙΑΣ ΖΥΓΟΥΡΗΣ', 'ILIAS ZYGOYRIS'],
    ['Щерев Ъгленов', 'Shterev Aglenov'],
    ['юлия щерева', 'yuliya shtereva'],
    ['Ґалаґан Єва', 'Galagan Yeva'],
    ['Џеп Љубичић', 'Dzep Ljubichic'],
    ['ђ ј љ њ ћ џ ѕ є і ґ ў', 'dj j lj nj c dz dz ye i g u'],
    ['Ƴaɗi Ɓaƙo', 'Yadi Bako'],
    ['ŋ ĸ Ə ə ĳ', 'n k A a ij'],
  ])('writes %s as %s, by the table', (name, written) => expect(sepaText(name, 70)).toBe(written))

  it('holds for any text: only its characters, never too long, and writing twice changes nothing', () => {
    fc.assert(
      fc.property(anyString, fc.integer({ min: 1, max: 140 }), fc.constantFrom('one-letter', 'two-letters'), (text, max, umlauts) => {
        const written = sepaText(text, max, umlauts)
        expect(written).toMatch(SEPA)
        expect(written.length).toBeLessThanOrEqual(max)
        expect(sepaText(written, max, umlauts)).toBe(written)
      }),
    )
  })

  it('writes a character whole or not at all', () => {
    expect(sepaText(`${'a'.repeat(69)}ß`, 70)).toBe('a'.repeat(69))
    expect(sepaText(`${'a'.repeat(68)}ß`, 70)).toBe(`${'a'.repeat(68)}ss`)
    expect(sepaText(`${'a'.repeat(69)}ä`, 70, 'two-letters')).toBe('a'.repeat(69))
    expect(sepaText(`${'a'.repeat(69)}e\u0301\u0302`, 70)).toBe(`${'a'.repeat(69)}e`)
  })
})

describe('cutting', () => {
  it.each([
    ['abc', 2, 'ab'],
    ['ab', 2, 'ab'],
    ['a😀', 2, 'a'],
    ['ae\u0301', 2, 'a'],
    ['👨‍👩‍👧', 3, ''],
  ])('%s to %i gives %s', (text, max, expected) => expect(cut(text, max)).toBe(expected))

  it('gives a beginning of the text that is itself well-formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-composite', maxLength: 80 }), fc.nat(60), (text, max) => {
        const short = cut(text, max)
        expect(text.startsWith(short)).toBe(true)
        expect(short.length).toBeLessThanOrEqual(max)
        expect(short.isWellFormed()).toBe(text.isWellFormed())
      }),
    )
  })
})

it.each([
  ['NL-2026-11-01-F1', true],
  ['a'.repeat(35), true],
  ['a'.repeat(36), false],
  ['', false],
  ['/a', false],
  ['a/', false],
  ['a//b', false],
  ['a/b', true],
  ['a ', false],
  ['ä', false],
  ['a_b', false],
])('%s is an identifier: %s', (id, fine) => expect(idProblem(id) === null).toBe(fine))

it.each([
  ['', /35 characters/],
  ['a'.repeat(36), /35 characters/],
  ['ä', /SEPA set/],
  ['/a', /begin or end with "\/"/],
  [' a', /a space/],
  ['a  b', /two in a row/],
])('%j is no identifier, and is told why', (id, why) => expect(idProblem(id)).toMatch(why))

it('a name that is another one in the file is told, and only such a one', () => {
  expect(differing('Jürgen', 'one-letter')).toBe('Jurgen')
  expect(differing('Jürgen', 'two-letters')).toBe('Juergen')
  expect(differing('Jurgen', 'two-letters')).toBeNull()
})

it.each('ä ae|ö oe|ü ue|Ä AE|Ö OE|Ü UE'.split('|').map((pair) => pair.split(' ')))(
  '%s is written %s with two letters',
  (umlaut = '', two) => {
    expect(sepaText(umlaut, 70, 'two-letters')).toBe(two)
  },
)

describe('a name no bank carries is known', () => {
  it.each([
    ['佐藤 花子', '佐'],
    ['佐藤 Hanako', '佐'],
    ['محمد', 'م'],
    ['דוד כהן', 'ד'],
    ['დავით', 'დ'],
    ['สมชาย ใจดี', 'ส'],
    ['Anna 😀', '😀'],
    ['Anna ☃', '☃'],
  ])('%s, by %s', (name, sign) => expect(foreignIn(name)).toBe(sign))

  it.each(['Ελένη', 'Ђорђе Щербаков', 'Қайрат', 'Łukasz Żółć', 'Ɗanladi', 'Smith & Sons', 'ﬃ', '𝒜', 'Ἀλέξανδρος', 'e\u0301\u0302'])(
    '%s is carried',
    (name) => expect(foreignIn(name)).toBeNull(),
  )
})

it('a name in the file says what is cut off, by the letters of the file', () => {
  const name = `${'ü'.repeat(36)} Maier`
  expect(nameInFile(name, 'one-letter')).toEqual({ text: `${'u'.repeat(36)} Maier`, cut: null, foreign: null })
  expect(nameInFile(name, 'two-letters')).toEqual({ text: 'ue'.repeat(35), cut: 'ue Maier', foreign: null })
})

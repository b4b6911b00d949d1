/** Encodings told by their words; what cannot be told is asked, never guessed. */
import { describe, expect, it } from 'vitest'
import { taken } from '@/stack/test-runner/taken'
import { inspectPayrollFile } from './inspect'
import type { Encoding } from './mapping'

/** The bytes of a text in an encoding of one byte a letter. */
function encoded(text: string, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding)
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(new Uint8Array([byte])), byte]))
  return Uint8Array.from([...text], (letter) => {
    const byte = bytes.get(letter)
    if (byte === undefined) throw new Error(`${encoding} has no ${letter}`)
    return byte
  })
}

const ACCOUNTS: Readonly<Record<string, string>> = {
  DE: 'DE89370400440532013000',
  ES: 'ES9121000418450200051332',
  FR: 'FR1420041010050500013M02606',
  PL: 'PL61109010140000071219812874',
  CZ: 'CZ6508000000192000145399',
  GR: 'GR1601101250000000012300695',
  TR: 'TR330006100519786457841326',
  BG: 'BG80BNBG96611020345678',
  LV: 'LV80BANK0000435195001',
  HU: 'HU42117730161111101800000000',
  DK: 'DK5000400440116243',
}
const file = (country: string, names: string): string =>
  `Employee number;Name;IBAN;Amount;Currency\r\n${names
    .split(', ')
    .map((name, i) => `${i + 1};${name};${ACCOUNTS[country]};1.234,5${i};EUR\r\n`)
    .join('')}`

describe('is told by the words of the file and where its accounts are', () => {
  it.each<[string, string, Encoding, string]>([
    ['Œuvre', 'FR', 'iso-8859-15', 'Šimek Žofia, Œuvre Élise'],
    ['Polish', 'PL', 'iso-8859-2', 'Wiśniewski Michał, Łukasz Żółć, Świętosława Dąb'],
    ['Polish', 'PL', 'windows-1250', 'Wiśniewski Michał, Łukasz Żółć, Świętosława Dąb'],
    ['Czech', 'CZ', 'windows-1250', 'Žofia Šimková, Jiří Dvořák, Růžena Ťapková'],
    ['Czech', 'CZ', 'iso-8859-2', 'Žofia Šimková, Jiří Dvořák, Růžena Ťapková'],
    ['Hungarian', 'HU', 'iso-8859-2', 'Kovács Ödön, Tőke Árpád, Szűcs Jenő'],
    ['Greek', 'GR', 'iso-8859-7', 'Γιώργος Παπαδόπουλος, Ελένη Βασιλείου, Άννα Νικολάου'],
    ['Greek', 'GR', 'windows-1253', 'Γιώργος Παπαδόπουλος, Ελένη Βασιλείου, Άννα Νικολάου'],
    ['Turkish', 'TR', 'windows-1254', 'Ayşe Yılmaz, İbrahim Çelik, Gökhan Doğan, Ömer Şahin'],
    ['Bulgarian', 'BG', 'windows-1251', 'Иван Петров, Мария Йовчева, Георги Щерев'],
    ['Latvian', 'LV', 'windows-1257', 'Jānis Bērziņš, Žanis Ķēniņš'],
    ['German', 'DE', 'windows-1252', 'Jürgen Groß, Käthe Müller'],
    ['Spanish', 'ES', 'windows-1252', 'Lucía García, Íñigo Muñoz'],
    ['French', 'FR', 'windows-1252', 'Élise Lefèvre, François Noël'],
    ['Danish', 'DK', 'windows-1252', 'Søren Ærø, Åse Nygård'],
  ])('%s (%s) in %s', async (_, country, encoding, names) => {
    const { sighting, asked } = await taken('a.csv', encoded(file(country, names), encoding))
    expect(asked).toEqual([])
    const decoder = new TextDecoder(encoding)
    const right = decoder.decode(encoded(names, encoding))
    expect(sighting.head.slice(1).map(({ cells }) => cells[1])).toEqual(right.split(', '))
  })
})

describe('is asked where it cannot be told', () => {
  it.each<[string, string, string, string]>([
    ['Turkish people of a German company', 'DE', 'windows-1254', 'Jürgen Yılmaz, Ayşe Şahin'],
    ['a Spaniard in a German company', 'DE', 'windows-1252', 'Jürgen Groß, Ana Muñoz'],
    ['a Pole in a Spanish one', 'ES', 'windows-1250', 'Ana Gómez, Jan Kuźniar'],
  ])('%s', async (_, country, encoding, names) => {
    const bytes = encoded(file(country, names), encoding)
    const sighting = await inspectPayrollFile({ name: 'a.csv', bytes })
    if (sighting.kind === 'refused') throw new Error(sighting.sentence)
    const right = sighting.head.slice(1).map(({ cells }) => cells[1])
    // Right by itself, or asked with the right one among the answers: never wrong without a word.
    if (sighting.mapping.encoding !== null) return expect(right).toEqual(names.split(', '))
    const question = sighting.questions.find(({ id }) => id === 'encoding')
    const answer = question?.options.find((option) => option.answer.encoding === encoding)
    expect(answer?.label).toMatch(/^\p{L}+/u)
    const again = await inspectPayrollFile({ name: 'a.csv', bytes }, null, { encoding: encoding as Encoding })
    expect(again.kind === 'sighting' && again.questions).toEqual([])
    // What was said of the company's files is not asked again.
    const remembered = again.kind === 'sighting' ? again.mapping : null
    const next = await inspectPayrollFile({ name: 'b.csv', bytes }, remembered)
    expect(next).toMatchObject({ questions: [], mapping: { encoding } })
  })

  it('also when no encoding makes words of it', async () => {
    const sighting = await inspectPayrollFile({ name: 'a.csv', bytes: encoded(file('DE', '¶¤¦ ¼½¾, ¬ªº×'), 'windows-1252') })
    expect(sighting).toMatchObject({ mapping: { encoding: null } })
  })
})

it('of an old code page is asked about, and no dead end', async () => {
  // CP850: ü is 0x81, ö 0x94, ß 0xE1, Ç 0x80.
  const bytes = Buffer.from(file('DE', 'J\x81rgen M\x81ller, Bj\x94rn Gr\x94\xe1, \x80elik'), 'latin1')
  const sighting = await inspectPayrollFile({ name: 'pay.csv', bytes })
  expect(sighting).toMatchObject({ questions: [expect.objectContaining({ id: 'encoding' })] })
})

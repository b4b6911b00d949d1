import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalizeAccount } from '@/events/account'
import { makeIban } from '@/stack/test-runner/make-iban'
import { isSepaCountry } from './countries'
import { ibanProblem, lastFour, maskAccount } from './iban'
import { railOf } from './rail'

/** Examples of the SWIFT IBAN registry. */
const REGISTRY = [
  'AD1200012030200359100100',
  'AE070331234567890123456',
  'AL47212110090000000235698741',
  'AT611904300234573201',
  'BE68539007547034',
  'BG80BNBG96611020345678',
  'BR1800360305000010009795493C1',
  'CH9300762011623852957',
  'CY17002001280000001200527600',
  'CZ6508000000192000145399',
  'DE89370400440532013000',
  'DK5000400440116243',
  'EE382200221020145685',
  'ES9121000418450200051332',
  'FI2112345600000785',
  'FR1420041010050500013M02606',
  'GB29NWBK60161331926819',
  'GI75NWBK000000007099453',
  'GR1601101250000000012300695',
  'HR1210010051863000160',
  'HU42117730161111101800000000',
  'IE29AIBK93115212345678',
  'IS140159260076545510730339',
  'IT60X0542811101000000123456',
  'KW81CBKU0000000000001234560101',
  'LI21088100002324013AA',
  'LT121000011101001000',
  'LU280019400644750000',
  'LV80BANK0000435195001',
  'MC5811222000010123456789030',
  'MD24AG000225100013104168',
  'ME25505000012345678951',
  'MK07250120000058984',
  'MT84MALT011000012345MTLCAST001S',
  'NL91ABNA0417164300',
  'NO9386011117947',
  'PL61109010140000071219812874',
  'PT50000201231234567890154',
  'RO49AAAA1B31007593840000',
  'RS35260005601001611379',
  'SA0380000000608010167519',
  'SE4550000000058398257466',
  'SI56263300012039086',
  'SK3112000000198742637541',
  'SM86U0322509800000000270100',
  'TR330006100519786457841326',
  'VA59001123000012345678',
  'XK051212012345678906',
  // Letters where the registry allows them, and an Ivory Coast account.
  'BY0612A43600A00000002Z00AB7X',
  'DO64BAG900000001212453611324',
  'PK82SCBLA0000011234567A2',
  'PS29PALSA0000000040012345670B',
  'CI93CI0080111301134291200589',
  'GW04GW1430010181800637601',
]

describe('an IBAN is judged as the registry says', () => {
  it.each(REGISTRY)('%s is right', (iban) => expect(ibanProblem(iban)).toBeNull())

  it.each([
    ['ES9121000418450200051333', 'checksum'],
    ['ES912100041845020005133', 'length'],
    ['ES91210004184502000513O2', 'characters'],
    ['US9121000418450200051332', 'country'],
    ['GE301B0000000101904917', 'characters'],
    ['IE171IBK93115212345678', 'characters'],
    ['VG731PVG0000012345678901', 'characters'],
    ['TR0900061A519786457841326X', 'characters'],
    // The remainder is right; check digits of 00, 01 and 99 are never issued.
    ['DE00370400440532000052', 'checksum'],
    ['DE01370400440532000034', 'checksum'],
    ['DE99370400440532000016', 'checksum'],
    ['', 'country'],
    ['constructor', 'country'],
  ])('%s is refused for its %s', (iban, problem) => expect(ibanProblem(iban)).toBe(problem))

  it('misses no single mistyped digit', () => {
    fc.assert(
      fc.property(fc.constantFrom(...REGISTRY), fc.nat(), fc.integer({ min: 1, max: 9 }), (iban, at, by) => {
        const digits = [...iban].flatMap((character, i) => (/\d/.test(character) ? [i] : []))
        const place = digits[at % digits.length] ?? 2
        const wrong = iban.slice(0, place) + ((Number(iban[place]) + by) % 10) + iban.slice(place + 1)
        expect(ibanProblem(wrong)).not.toBeNull()
      }),
    )
  })

  it('accepts what is made with check digits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999 }),
        (n) => ibanProblem(makeIban('DE', `370400440${String(n).padStart(9, '0')}`)) === null,
      ),
    )
  })
})

describe('SEPA', () => {
  it('has 41 countries in 2026, and not the neighbours people expect', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
    const territories = new Set('AX BL GF GG GI GP IM JE MF MQ PM RE YT'.split(' '))
    const countries = letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => isSepaCountry(code) && !territories.has(code))
    expect(countries).toHaveLength(41)
    for (const joined of ['AL', 'MD', 'ME', 'MK', 'RS', 'CH', 'GB']) expect(isSepaCountry(joined)).toBe(true)
    for (const outside of ['XK', 'BA', 'UA', 'TR', 'US']) expect(isSepaCountry(outside)).toBe(false)
  })

  it.each([
    ['EUR', 'ES9121000418450200051332', 'ES', 'sepa'],
    ['EUR', 'RS35260005601001611379', 'RS', 'sepa'],
    ['EUR', 'FR1420041010050500013M02606', 'RE', 'sepa'],
    ['EUR', 'XK051212012345678906', 'XK', 'swift'],
    ['EUR', '1234567', 'JP', 'swift'],
    ['GBP', 'GB29NWBK60161331926819', 'GB', 'swift'],
    ['KWD', 'KW81CBKU0000000000001234560101', 'KW', 'swift'],
  ])('%s to %s in %s goes by %s', (currency, account, country, rail) => expect(railOf({ currency, account, country })).toBe(rail))
})

it('an account is shown without what could be used', () => {
  expect(maskAccount('ES9121000418450200051332')).toBe('ES•••• 1332')
  expect(maskAccount('0001234567')).toBe('•••• 4567')
  expect(lastFour('ES9121000418450200051332')).toBe('1332')
  expect(normalizeAccount(' es91 2100-0418.4502\u00a00005 1332 ')).toBe('ES9121000418450200051332')
})

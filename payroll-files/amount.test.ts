import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CURRENCIES, decimalOf } from '@/events/money'
import { readAmount } from './amount'
import { styleOf } from './amount-style'
import type { AmountStyle } from './mapping'

const STYLES: readonly (AmountStyle & { mark: string })[] = [
  { decimal: ',', group: '.', mark: '.' },
  { decimal: '.', group: ',', mark: ',' },
  { decimal: ',', group: ' ', mark: ' ' },
  { decimal: ',', group: ' ', mark: '\u00a0' },
  { decimal: ',', group: ' ', mark: '\u202f' },
  { decimal: '.', group: "'", mark: "'" },
  { decimal: '.', group: "'", mark: '’' },
  { decimal: '.', group: ' ', mark: ' ' },
  { decimal: '.', group: '', mark: '' },
  { decimal: ',', group: '', mark: '' },
].map((style) => ({ ...style, exact: false, unit: 'major' }) as AmountStyle & { mark: string })

function written(amountMinor: bigint, currency: string, { decimal, mark }: { decimal: string; mark: string }): string {
  const [whole = '', decimals] = decimalOf(amountMinor, currency).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, mark)
  return decimals === undefined ? grouped : `${grouped}${decimal}${decimals}`
}

const style = fc.constantFrom(...STYLES)
const amount = fc.bigInt(1n, 9_999_999_999_999n)
const currency = fc.constantFrom(...CURRENCIES.keys())

describe('an amount', () => {
  it('written in any style is read back as the same', () => {
    fc.assert(
      fc.property(style, amount, currency, (how, amountMinor, code) => {
        expect(readAmount(written(amountMinor, code, how), false, how, code)).toBe(amountMinor)
      }),
    )
  })

  it('told from a column with decimals is never read as another one', () => {
    fc.assert(
      fc.property(style, fc.array(amount, { minLength: 1, maxLength: 20 }), fc.constantFrom('EUR', 'JPY', 'KWD'), (how, amounts, code) => {
        const cells = amounts.map((amountMinor) => written(amountMinor, code, how))
        const found = styleOf(cells)
        // What fits two ways is a question; what is told must be right for each.
        if (found.is !== 'one') expect(['both', 'whole']).toContain(found.is)
        else expect(cells.map((cell) => readAmount(cell, false, found.style, code))).toEqual(amounts)
      }),
    )
  })

  it('is never more than one value: text that is no amount is a sentence', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123456789.,' -()€EUR+"), maxLength: 14 }), style, (cell, how) => {
        const read = readAmount(cell, false, how, 'EUR')
        if (typeof read === 'bigint') expect(read).toBeGreaterThan(0n)
        else expect(read).toMatch(/[.]$/)
      }),
    )
  })
})

const POINT: AmountStyle = { decimal: '.', group: '', exact: false, unit: 'major' }
const COMMA: AmountStyle = { decimal: ',', group: '.', exact: false, unit: 'major' }

it.each<[string, AmountStyle, string, bigint | string]>([
  ['12,34,567.00', POINT, 'INR', 123_456_700n],
  ['1,234', POINT, 'EUR', 'This amount can mean 1234 or 1.234. Write it like 3412.60.'],
  ['1,234,567', POINT, 'EUR', 123_456_700n],
  ['1.000', POINT, 'EUR', 'Amounts in EUR have 2 decimals; this one has 3.'],
  ['1.234', POINT, 'KWD', 1_234n],
  ['1,234.56', COMMA, 'EUR', 'This amount is not written like the rest of the file, such as 3.412,60.'],
  ['1 234,56', COMMA, 'EUR', 'This amount is not written like the rest of the file, such as 3.412,60.'],
  ['1.234,5', COMMA, 'EUR', 123_450n],
  ['€ 1.234,56', COMMA, 'EUR', 123_456n],
  ['1.234,56 EUR', COMMA, 'EUR', 123_456n],
  ['$10,00', COMMA, 'EUR', 'The amount is written in USD or AUD or CAD or NZD or SGD or HKD or MXN, but the currency is EUR.'],
  ['10,00-', COMMA, 'EUR', 'The amount is negative.'],
  ['(10,00)', COMMA, 'EUR', 'The amount is negative.'],
  ['−10,00', COMMA, 'EUR', 'The amount is negative.'],
  ['0,00', COMMA, 'EUR', 'The amount is zero.'],
  ['n/a', COMMA, 'EUR', 'This is not an amount. Write it like 3.412,60.'],
  ['300.000', COMMA, 'JPY', 300_000n],
  ['300,5', COMMA, 'JPY', 'Amounts in JPY have no decimals.'],
])('%s', (cell, how, code, expected) => expect(readAmount(cell, false, how, code)).toBe(expected))

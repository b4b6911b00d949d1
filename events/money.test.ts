import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CURRENCIES, decimalOf, exponentOf, formatMinor, isCurrency, minorUnits, parseAmount } from './money'

describe('money', () => {
  it.each([
    ['3412.60', 'EUR', 341260n],
    ['310000', 'JPY', 310000n],
    ['1.234', 'KWD', 1234n],
    ['1,234.00', 'EUR', 'not-a-number'],
    ['3412.6', 'EUR', 'decimals'],
    ['310000.00', 'JPY', 'decimals'],
    ['-1.00', 'EUR', 'negative'],
    ['1e3', 'EUR', 'not-a-number'],
    ['', 'EUR', 'not-a-number'],
    ['123456789012345.00', 'EUR', 12345678901234500n],
    ['1234567890123456.00', 'EUR', 'not-a-number'],
    ['1-2.00', 'EUR', 'not-a-number'],
    ['-x', 'EUR', 'not-a-number'],
    ['x1.00', 'EUR', 'not-a-number'],
    ['1.00x', 'EUR', 'not-a-number'],
    ['1.', 'JPY', 'not-a-number'],
    ['3412', 'EUR', 'decimals'],
  ] as const)('reads %s %s as %s', (text, currency, expected) => {
    expect(parseAmount(text, currency)).toBe(expected)
  })

  it.each([
    [341260n, 'EUR', '3,412.60'],
    [5n, 'EUR', '0.05'],
    [-123456789n, 'KWD', '\u2212123,456.789'],
    [1000n, 'JPY', '1,000'],
    [999n, 'JPY', '999'],
    ['-1234567', 'JPY', '\u22121,234,567'],
    [0n, 'EUR', '0.00'],
  ] as const)('shows %s %s as %s', (minor, currency, shown) => {
    expect(formatMinor(minor, currency)).toBe(shown)
  })

  it('reads back what it writes, for every currency and amounts past 2^53', () => {
    const currency = fc.constantFrom(...CURRENCIES.keys())
    fc.assert(fc.property(fc.bigInt(0n, 10n ** 15n - 1n), currency, (minor, code) => parseAmount(decimalOf(minor, code), code) === minor))
  })
})

it.each([
  ['3412.605', 2, 341_260n, '5'],
  ['3412.6', 2, 341_260n, ''],
  ['3412', 3, 3_412_000n, ''],
  ['12.', 2, 1_200n, ''],
  ['.5', 2, 50n, ''],
  ['0.009', 0, 0n, '009'],
  ['999999999999999999.00', 2, 99_999_999_999_999_999_900n, ''],
] as const)('%s with %d decimals is %d, and "%s" is finer', (decimal, exponent, minor, finer) => {
  expect(minorUnits(decimal, exponent)).toEqual({ minor, finer })
})

it.each([
  ['-5', 'EUR', '-0.05'],
  [-5n, 'JPY', '-5'],
  [0n, 'KWD', '0.000'],
])('%s %s is the decimal %s', (minor, currency, decimal) => expect(decimalOf(minor, currency)).toBe(decimal))

it('pays in every currency of ISO 4217 that money is made of, each with its own decimals, and in no other', () => {
  const many = (decimals: number) => [...CURRENCIES.values()].filter((each) => each === decimals).length
  expect([many(0), many(2), many(3), CURRENCIES.size]).toEqual([16, 132, 7, 155])
  for (const code of CURRENCIES.keys()) expect(code).toMatch(/^[A-Z]{3}$/)
  expect(['JPY', 'EUR', 'KWD'].map(exponentOf)).toEqual([0, 2, 3])
  expect(['EUR', 'XAU', 'eur', ''].map(isCurrency)).toEqual([true, false, false, false])
  expect(() => exponentOf('XAU')).toThrow(new RangeError('unknown currency XAU'))
})

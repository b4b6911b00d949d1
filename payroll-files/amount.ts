/** The amount of a payroll row. */

import type { Rail } from '@/accounts/rail'
import { decimalOf, exponentOf, isCurrency, minorUnits, parseAmount } from '@/events/money'
import { SEPA_AMOUNT_MINOR_MAX } from '@/iso20022/pain001'
import { normalizeAmount, readWith, withoutCurrency } from './amount-style'
import type { AmountStyle } from './mapping'

/** By SWIFT: a run of 100,000 such lines still fits a signed 64-bit sum. */
const SWIFT_AMOUNT_MINOR_MAX = 9_999_999_999_999n

/** Minor units, or what is wrong, in words. `isNumber`: a workbook's number, which has no style. Without a known currency only the form can be judged. */
export function readAmount(cell: string, isNumber: boolean, style: AmountStyle, currency: string | null): bigint | string {
  if (cell === '') return 'The amount is empty.'
  if (style.exact && !isNumber) return readExact(cell, currency)
  const plain = isNumber ? cell : plainOf(cell, style, currency)
  if (!/^-?\d/.test(plain)) return plain
  if (/^-/.test(plain)) return /[1-9]/.test(plain) ? 'The amount is negative.' : 'The amount is zero.'
  return currency === null ? 0n : minorOf(plain, isNumber, style, currency)
}

/** Why an amount is more than may be paid at once, or null. `companyMax` is the company's own limit. */
export function overLimit(amountMinor: bigint, currency: string, rail: Rail, companyMax: bigint | null): string | null {
  const network = rail === 'sepa' ? SEPA_AMOUNT_MINOR_MAX : SWIFT_AMOUNT_MINOR_MAX
  const limit = companyMax !== null && companyMax < network ? companyMax : network
  if (amountMinor <= limit) return null
  const whose = limit === companyMax ? "the company's limit" : 'the limit'
  return `The amount is over ${whose} of ${decimalOf(limit, currency)} ${currency} for one payment.`
}

/** A plain decimal, or a sentence. */
function plainOf(cell: string, style: AmountStyle, currency: string | null): string {
  const { text, currencies } = withoutCurrency(normalizeAmount(cell))
  // As accounting formats show nothing.
  if (text === '-') return '-0'
  if (currencies && currency && !currencies.includes(currency))
    return `The amount is written in ${currencies.join(' or ')}, but the currency is ${currency}.`
  const read = readWith(text, style.decimal)
  if (read === null) {
    const other = readWith(text, style.decimal === '.' ? ',' : '.')
    return other ? `This amount is not written like the rest of the file, such as ${sampleOf(style)}.` : NO_AMOUNT(style)
  }
  if (read.group === '' || read.group === style.group) return read.plain
  if (style.group !== '') return `This amount is not written like the rest of the file, such as ${sampleOf(style)}.`
  // No other amount showed what stands between thousands: "1,234" alone may be a decimal comma typed by hand.
  const twoWays = readWith(text, style.decimal === '.' ? ',' : '.')
  return twoWays && twoWays.plain !== read.plain
    ? `This amount can mean ${read.plain} or ${twoWays.plain}. Write it like ${sampleOf(style)}.`
    : read.plain
}

const sampleOf = ({ decimal, group, unit }: AmountStyle): string => (unit === 'minor' ? '341260' : `3${group}412${decimal}60`)

const NO_AMOUNT = (style: AmountStyle): string => `This is not an amount. Write it like ${sampleOf(style)}.`

/** Fewer decimals than the currency has are zeros left out. More are refused, in a text even zeros: "1.000" may be a thousand. */
function minorOf(plain: string, isNumber: boolean, style: AmountStyle, currency: string): bigint | string {
  const [whole = '', decimals = ''] = plain.split('.')
  if (whole.replace(/^0+/, '').length > 15) return 'The amount is too long.'
  const exponent = style.unit === 'minor' ? 0 : exponentOf(currency)
  const { minor, finer } = minorUnits(plain, exponent)
  if (isNumber ? /[1-9]/.test(finer) : finer !== '')
    return style.unit === 'minor'
      ? 'The amounts in this file are whole cents, but this one has decimals.'
      : wrongDecimals(decimals.length, currency)
  return minor === 0n ? 'The amount is zero.' : minor
}

function readExact(cell: string, currency: string | null): bigint | string {
  if (currency === null) return /^\d{1,15}(\.\d+)?$/.test(cell) ? 0n : malformed(cell)
  const amount = parseAmount(cell, currency)
  if (amount === 0n) return 'The amount is zero.'
  if (typeof amount === 'bigint') return amount
  if (amount === 'negative') return 'The amount is negative.'
  if (amount === 'decimals') return wrongDecimals(cell.split('.')[1]?.length ?? 0, currency)
  return malformed(cell)
}

function wrongDecimals(given: number, currency: string): string {
  const exponent = exponentOf(currency)
  if (exponent === 0) return `Amounts in ${currency} have no decimals.`
  return `Amounts in ${currency} have ${exponent} decimals; this one has ${given === 0 ? 'none' : given}.`
}

function malformed(cell: string): string {
  if (/^[-\u2212\u2013(]/.test(cell) || /[-\u2212]$/.test(cell)) return 'The amount is negative.'
  if (/^\d{1,3}(?:[,.'\u2019\s]\d{3})+(?:[.,]\d*)?$/.test(cell))
    return 'Write the amount without thousands separators and with a decimal point, such as 3412.60.'
  if (/^\d+,\d*$/.test(cell)) return 'Write the amount with a decimal point, such as 3412.60.'
  const code = /[A-Z]{3}/.exec(cell.toUpperCase())?.[0]
  if ((code !== undefined && isCurrency(code)) || /\p{Sc}/u.test(cell))
    return 'Write the amount without a currency. The currency has its own column.'
  if (/^\d{16,}(?:\.\d+)?$/.test(cell)) return 'The amount is too long.'
  return 'This is not an amount. Write it like 3412.60.'
}

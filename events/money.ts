/** Money is a whole number of minor units and an ISO 4217 code; never a float, in no layer. */
import { exponentOf } from './currencies'

export { CURRENCIES, exponentOf, isCurrency } from './currencies'

export type AmountProblem = 'not-a-number' | 'negative' | 'decimals'

const DECIMAL = /^\d{1,15}(?:\.\d+)?$/

/**
 * The one place where digits become minor units: "3412.605" has 341260 of them where there are two decimals, and "5" is finer. What a reader takes for
 * an amount, and how many decimals it allows, is its own. `decimal` is digits with at most one point, and no sign.
 */
export function minorUnits(decimal: string, exponent: number): { minor: bigint; finer: string } {
  const [whole = '', fraction = ''] = decimal.split('.')
  return { minor: BigInt(whole + fraction.slice(0, exponent).padEnd(exponent, '0')), finer: fraction.slice(exponent) }
}

/**
 * Reads a plain decimal ("3412.60") as minor units. The number of decimals must be exactly the currency's own.
 * @returns minor units, or why the text is no amount in this currency.
 */
export function parseAmount(text: string, currency: string): bigint | AmountProblem {
  if (/^-\d/.test(text)) return 'negative'
  if (!DECIMAL.test(text)) return 'not-a-number'
  const exponent = exponentOf(currency)
  if ((text.split('.')[1] ?? '').length !== exponent) return 'decimals'
  return minorUnits(text, exponent).minor
}

/** Minor units as a plain decimal without grouping: `decimalOf(341260n, 'EUR')` is "3412.60". */
export function decimalOf(amountMinor: bigint | string, currency: string): string {
  const exponent = exponentOf(currency)
  const minor = BigInt(amountMinor)
  const sign = minor < 0n ? '-' : ''
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0')
  if (exponent === 0) return sign + digits
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}

/** Minor units for people, grouped in thousands: "3,412.60". Negative amounts carry a real minus sign (U+2212). */
export function formatMinor(amountMinor: bigint | string, currency: string): string {
  const plain = decimalOf(amountMinor, currency)
  const negative = plain.startsWith('-')
  const [whole = '0', decimals] = plain.replace('-', '').split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${negative ? '\u2212' : ''}${grouped}${decimals === undefined ? '' : `.${decimals}`}`
}

/** Money is a whole number of minor units and an ISO 4217 code; never a float, in no layer. */
import { exponentOf } from './currencies'

export { CURRENCIES, exponentOf, isCurrency } from './currencies'

export type AmountProblem = 'not-a-number' | 'negative' | 'decimals'

const DECIMAL = /^(\d{1,15})(?:\.(\d+))?$/

/**
 * Reads a plain decimal ("3412.60") as minor units. The number of decimals must be exactly the currency's own.
 * @returns minor units, or why the text is no amount in this currency.
 */
export function parseAmount(text: string, currency: string): bigint | AmountProblem {
  if (/^-\d/.test(text)) return 'negative'
  const parts = DECIMAL.exec(text)
  if (!parts) return 'not-a-number'
  const decimals = parts[2] ?? ''
  if (decimals.length !== exponentOf(currency)) return 'decimals'
  return BigInt(`${parts[1]}${decimals}`)
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

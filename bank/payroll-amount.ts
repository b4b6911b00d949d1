/** The amount of a payroll line. */
import { decimalOf, exponentOf, isCurrency, parseAmount } from '@/events/money'
import { SEPA_AMOUNT_MINOR_MAX } from './pain001'
import type { Rail } from './rail'

/** By SWIFT: a run of 100,000 such lines still fits a signed 64-bit sum. */
const SWIFT_AMOUNT_MINOR_MAX = 9_999_999_999_999n

/** Minor units, or what is wrong, in words. Without a known currency only the form can be judged. */
export function readAmount(cell: string, currency: string | null): bigint | string {
  if (cell === '') return 'The amount is empty.'
  if (currency === null) return /^\d{1,15}(\.\d+)?$/.test(cell) ? 0n : malformed(cell)
  const amount = parseAmount(cell, currency)
  if (amount === 0n) return 'The amount is zero.'
  if (typeof amount === 'bigint') return amount
  if (amount === 'negative') return 'The amount is negative.'
  if (amount === 'decimals') return wrongDecimals(cell, currency)
  return malformed(cell)
}

/** Why an amount is more than its rail carries, or null. */
export function overLimit(amountMinor: bigint, currency: string, rail: Rail): string | null {
  const limit = rail === 'sepa' ? SEPA_AMOUNT_MINOR_MAX : SWIFT_AMOUNT_MINOR_MAX
  return amountMinor > limit ? `The amount is over the limit of ${decimalOf(limit, currency)} ${currency} for one payment.` : null
}

function wrongDecimals(cell: string, currency: string): string {
  const exponent = exponentOf(currency)
  if (exponent === 0) return `Amounts in ${currency} have no decimals.`
  const given = cell.split('.')[1]?.length ?? 0
  return `Amounts in ${currency} have ${exponent} decimals; this one has ${given === 0 ? 'none' : given}.`
}

function malformed(cell: string): string {
  if (/^[-\u2212\u2013(]/.test(cell) || /[-\u2212]$/.test(cell)) return 'The amount is negative.'
  if (/^\d{1,3}(?:[,.'\u2019\s]\d{3})+(?:[.,]\d*)?$/.test(cell))
    return 'Write the amount without thousands separators and with a decimal point, such as 3412.60.'
  if (/^\d+,\d*$/.test(cell)) return 'Write the amount with a decimal point, such as 3412.60.'
  const code = /[A-Z]{3}/.exec(cell.toUpperCase())?.[0]
  if ((code !== undefined && isCurrency(code)) || /\p{Sc}/u.test(cell))
    return 'Write the amount without a currency; that has its own column.'
  if (/^\d{16,}(?:\.\d+)?$/.test(cell)) return 'The amount is too long.'
  return 'This is not an amount; write it such as 3412.60.'
}

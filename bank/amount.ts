/** Amounts as banks write them. */
import { exponentOf, isCurrency } from '@/events/money'
import { type Node, text } from './xml-node'

export type BankAmount = { amountMinor: bigint; currency: string }

/**
 * Reads an element such as `<Amt Ccy="EUR">100.5</Amt>`. Banks leave out decimals or write too many zeros; both are the same number.
 * @returns null when the currency is unknown, or the number is none or finer than the currency.
 */
export function bankAmount(node: Node | undefined): BankAmount | null {
  const currency = text(node, '@Ccy')
  return currency === null ? null : amountOf(text(node), currency)
}

/** The same for an amount whose currency stands elsewhere. */
export function amountOf(decimal: string | null, currency: string): BankAmount | null {
  const parts = /^\+?(\d{1,18})(?:\.(\d{0,17}))?$/.exec(decimal ?? '')
  if (!parts || !isCurrency(currency)) return null
  const exponent = exponentOf(currency)
  const fraction = (parts[2] ?? '').replace(/0+$/, '')
  if (fraction.length > exponent) return null
  return { amountMinor: BigInt(`${parts[1]}${fraction.padEnd(exponent, '0')}`), currency }
}

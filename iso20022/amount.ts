/** Amounts as banks write them. */
import { exponentOf, isCurrency, minorUnits } from '@/events/money'
import { type Node, text } from './xml-node'

export type BankAmount = { amountMinor: bigint; currency: string }

/** Beyond any bank's money, and what the ledger can add up without overflowing. */
export const AMOUNT_MINOR_MAX = 10n ** 17n

/**
 * Reads an element such as `<Amt Ccy="EUR">100.5</Amt>`. Banks leave out decimals or write too many zeros; both are the same number.
 * @returns null when the element is missing; a problem in words when there is no amount to be read from it without guessing.
 */
export function bankAmount(node: Node | undefined): BankAmount | { problem: string } | null {
  const decimal = text(node)
  if (decimal === null) return null
  const currency = text(node, '@Ccy')
  if (currency === null) return { problem: `the amount ${quoted(decimal)} has no currency` }
  const amount = amountOf(decimal, currency)
  if (amount) return amount
  if (!isCurrency(currency)) return { problem: `${quoted(currency)} is not a currency` }
  return {
    problem: DECIMAL.test(decimal)
      ? `the amount ${quoted(decimal)} has too many decimals or is too large for ${currency}`
      : `the amount ${quoted(decimal)} is not written the way banks write it, with digits and one decimal point`,
  }
}

/** The same for an amount whose currency stands elsewhere. */
export function amountOf(decimal: string | null, currency: string): BankAmount | null {
  if (decimal === null || !DECIMAL.test(decimal) || !isCurrency(currency)) return null
  const { minor: amountMinor, finer } = minorUnits(decimal.replace('+', ''), exponentOf(currency))
  if (/[1-9]/.test(finer)) return null
  return amountMinor > AMOUNT_MINOR_MAX ? null : { amountMinor, currency }
}

/** What XML Schema allows of a positive decimal: "12", "12.5", "12.", ".5". */
const DECIMAL = /^\+?(?=\.?\d)\d{0,18}(?:\.\d{0,17})?$/

const quoted = (given: string): string => `"${given.length > 40 ? `${given.slice(0, 40)}…` : given}"`

/** Amounts as people type them: 4715.33, 4.715,33, 1'234.50, €4715.33, 4715,33 EUR. Kept as decimals of whole units, as text. */
import { exponentOf, isCurrency } from '@/events/money'

/** `decimals` has two readings where one separator and three digits may be thousands or a fraction (1.000). */
export type TypedAmount = { decimals: readonly string[]; currency: string | null }

/** Signs that mean one currency; $ and ¥ mean several, and say none. */
const SIGNS: Readonly<Record<string, string>> = { '€': 'EUR', '£': 'GBP', zł: 'PLN', '₺': 'TRY', '₹': 'INR', '₴': 'UAH' }
const PARTS = /^(\p{Sc}|zł|[a-z]{3})?\s?(\d[\d.,'’\u00a0\u202f]{0,19}\d|\d)\s?(\p{Sc}|zł|[a-z]{3})?$/iu
const PLAIN = /^(\d{1,12})(?:[.,](\d{1,3}))?$/
const GROUPED = /^(\d{1,3})((?:([.,'’\u00a0\u202f])\d{3})(?:\3\d{3})*)(?:([.,])(\d{1,3}))?$/

/** Reads one amount, or null when the text is none. */
export function readTypedAmount(text: string): TypedAmount | null {
  const [, before, digits, after] = PARTS.exec(text) ?? []
  if (!digits || (before && after)) return null
  const named = before ?? after
  const currency = named === undefined ? null : currencyOf(named)
  if (named !== undefined && currency === null && !/^\p{Sc}$/u.test(named)) return null
  const decimals = readingsOf(digits, currency)
  return decimals.length > 0 ? { decimals, currency } : null
}

function currencyOf(name: string): string | null {
  const sign = SIGNS[name.toLowerCase()]
  const code = sign ?? name.toUpperCase()
  return isCurrency(code) ? code : null
}

function readingsOf(digits: string, currency: string | null): string[] {
  const [, units, fraction] = PLAIN.exec(digits) ?? []
  const plain = units === undefined ? null : fraction === undefined ? units : `${units}.${fraction}`
  const [, head, groups = '', separator, point, rest] = GROUPED.exec(digits) ?? []
  const isGrouped = head !== undefined && separator !== point
  const grouped = isGrouped ? `${head}${groups.replace(/\D/g, '')}${rest === undefined ? '' : `.${rest}`}` : null
  if (plain === null || grouped === null) return [plain ?? grouped].filter((reading) => reading !== null)
  // 1.000: the currency says which it is, where one is named.
  if (currency !== null && isCurrency(currency)) return [exponentOf(currency) === 3 ? plain : grouped]
  return [grouped, plain]
}

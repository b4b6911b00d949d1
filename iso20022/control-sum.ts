/** Control sums: the plain decimal sum of a file's amounts, whatever their currencies (ISO 20022 CtrlSum). */
import { exponentOf } from '@/events/money'

type Amount = { amountMinor: bigint; currency: string }

/** The sum as a decimal with as many decimals as the finest currency in it has: "1000", "1234.60", "10.500". */
export function controlSum(amounts: Iterable<Amount>): string {
  let scale = 0
  let sum = 0n
  for (const { amountMinor, currency } of amounts) {
    const exponent = exponentOf(currency)
    if (exponent > scale) {
      sum *= 10n ** BigInt(exponent - scale)
      scale = exponent
    }
    sum += exponent === scale ? amountMinor : amountMinor * 10n ** BigInt(scale - exponent)
  }
  if (scale === 0) return sum.toString()
  const digits = sum.toString().padStart(scale + 1, '0')
  return `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** Whether two decimals are the same number, however many zeros they end with. */
export function sameDecimal(left: string, right: string): boolean {
  return bare(left) === bare(right)
}

function bare(decimal: string): string {
  const [whole = '', fraction = ''] = decimal.trim().replace(/^\+/, '').split('.')
  const kept = fraction.replace(/0+$/, '')
  return `${whole.replace(/^0+(?=\d)/, '')}${kept && `.${kept}`}`
}

/** Totals per currency, in the order of their codes. */
export function sumsOf(amounts: Iterable<Amount>): { currency: string; amountMinor: bigint; payments: number }[] {
  const sums = new Map<string, { currency: string; amountMinor: bigint; payments: number }>()
  for (const { amountMinor, currency } of amounts) {
    const sum = sums.get(currency) ?? { currency, amountMinor: 0n, payments: 0 }
    sum.amountMinor += amountMinor
    sum.payments += 1
    sums.set(currency, sum)
  }
  return [...sums.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1))
}

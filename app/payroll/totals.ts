/** A run's totals: per currency and rail as the ledger gives them, and added up per currency. */
import type { RunDetail } from '@/payroll/runs/run'

export type Total = RunDetail['totals'][number]
export type CurrencyTotal = { currency: string; amountMinor: string; payouts: number; rails: { rail: Total['rail']; payouts: number }[] }

/** One entry per currency, in the order in which they first come. */
export function perCurrency(totals: readonly Total[]): CurrencyTotal[] {
  const sums = new Map<string, CurrencyTotal>()
  for (const { currency, rail, amountMinor, payouts } of totals) {
    const sum = sums.get(currency) ?? { currency, amountMinor: '0', payouts: 0, rails: [] }
    sums.set(currency, {
      currency,
      amountMinor: (BigInt(sum.amountMinor) + BigInt(amountMinor)).toString(),
      payouts: sum.payouts + payouts,
      rails: [...sum.rails, { rail, payouts }],
    })
  }
  return [...sums.values()]
}

export const RAIL_WORDS: Readonly<Record<Total['rail'], string>> = { sepa: 'SEPA', swift: 'SWIFT' }

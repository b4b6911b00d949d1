/** Control totals of a run: what is paid per currency and rail. */

import { railOf } from '@/accounts/rail'
import type { PayrollLine } from '@/payroll-files/payroll-line'

/** `amountMinor` in minor units of `currency`, as a decimal string. */
export type Total = { currency: string; rail: 'sepa' | 'swift'; amountMinor: string; payouts: number }

/** Sums lines per currency and rail, the largest group of payouts first. */
export function totalsOf(lines: readonly PayrollLine[]): Total[] {
  const groups = new Map<string, { currency: string; rail: Total['rail']; sum: bigint; payouts: number }>()
  for (const line of lines) {
    const rail = railOf(line)
    const key = `${line.currency} ${rail}`
    const group = groups.get(key) ?? { currency: line.currency, rail, sum: 0n, payouts: 0 }
    groups.set(key, { ...group, sum: group.sum + line.amountMinor, payouts: group.payouts + 1 })
  }
  return [...groups.values()]
    .sort((a, b) => b.payouts - a.payouts || a.currency.localeCompare(b.currency))
    .map(({ currency, rail, sum, payouts }) => ({ currency, rail, amountMinor: sum.toString(), payouts }))
}

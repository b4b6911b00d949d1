/** Payouts by country and currency over the months shown, with how they ended. */
import type { CountryRow } from '@/finance/reader'

export type Country = {
  country: string
  currency: string
  payouts: number
  settled: number
  failed: number
  amountMinor: bigint
  byMonth: number[]
}

const FAILED = new Set(['failed', 'returned'])

export function sumCountries(rows: readonly CountryRow[], months: readonly string[]): Country[] {
  const lines = new Map<string, Country>()
  for (const row of rows) {
    const key = `${row.country} ${row.currency}`
    const line = lines.get(key) ?? {
      country: row.country,
      currency: row.currency,
      payouts: 0,
      settled: 0,
      failed: 0,
      amountMinor: 0n,
      byMonth: months.map(() => 0),
    }
    line.payouts += row.payouts
    line.amountMinor += BigInt(row.amountMinor)
    if (row.status === 'settled') line.settled += row.payouts
    if (FAILED.has(row.status)) line.failed += row.payouts
    const month = months.indexOf(row.month)
    if (month >= 0) line.byMonth[month] = (line.byMonth[month] ?? 0) + row.payouts
    lines.set(key, line)
  }
  return [...lines.values()].sort((a, b) => b.payouts - a.payouts || a.country.localeCompare(b.country))
}

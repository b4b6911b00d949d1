/** Payouts by country and currency over the months shown, with what became of them. */
import type { CountryRow } from '@/finance/reader'

export type Country = {
  country: string
  currency: string
  payouts: number
  settled: number
  /** Failed, or came back. */
  failed: number
  /** On the way: submitted, approved, held or sent. */
  underway: number
  /** Paid out and not come back. */
  settledMinor: bigint
  /** Payouts, in the order of the months shown. */
  byMonth: number[]
}

const FAILED = new Set(['failed', 'returned'])
/** Given up before they were sent: counted as payouts, and neither as failed nor as underway. */
const GIVEN_UP = new Set(['withdrawn', 'cancelled'])

/** One line per country and currency, the largest number of payouts first. */
export function sumCountries(rows: readonly CountryRow[], months: readonly string[]): Country[] {
  const lines = new Map<string, Country>()
  for (const { country, currency, month, status, payouts, amountMinor } of rows) {
    const key = `${country} ${currency}`
    const line = lines.get(key) ?? {
      ...{ country, currency, payouts: 0, settled: 0, failed: 0, underway: 0, settledMinor: 0n },
      byMonth: months.map(() => 0),
    }
    lines.set(key, line)
    line.payouts += payouts
    if (status === 'settled') {
      line.settled += payouts
      line.settledMinor += BigInt(amountMinor)
    } else if (FAILED.has(status)) line.failed += payouts
    else if (!GIVEN_UP.has(status)) line.underway += payouts
    const index = months.indexOf(month)
    if (index >= 0) line.byMonth[index] = (line.byMonth[index] ?? 0) + payouts
  }
  return [...lines.values()].sort((a, b) => b.payouts - a.payouts || a.country.localeCompare(b.country))
}

/** Failed payouts in percent of those that ended; null while none has. */
export function failureRate({ settled, failed }: Pick<Country, 'settled' | 'failed'>): number | null {
  return settled + failed === 0 ? null : (100 * failed) / (settled + failed)
}

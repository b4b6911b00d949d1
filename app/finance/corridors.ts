/** Fees by corridor, summed over the months shown: exact, per currency. */
import { exponentOf } from '@/events/money'
import type { FeeRow } from '@/finance/reader'

export type Corridor = {
  corridor: string
  currency: string
  payouts: number
  feeUnknown: number
  feeMinor: bigint
  volumeMinor: bigint
  /** Fees of each month shown, in minor units. */
  byMonth: bigint[]
}

/** One line per corridor and currency, the largest number of payouts first. */
export function sumCorridors(rows: readonly FeeRow[], months: readonly string[]): Corridor[] {
  const lines = new Map<string, Corridor>()
  for (const row of rows) {
    const key = `${row.corridor} ${row.currency}`
    const line = lines.get(key) ?? {
      corridor: row.corridor,
      currency: row.currency,
      payouts: 0,
      feeUnknown: 0,
      feeMinor: 0n,
      volumeMinor: 0n,
      byMonth: months.map(() => 0n),
    }
    line.payouts += row.payouts
    line.feeUnknown += row.feeUnknown
    line.feeMinor += BigInt(row.feeMinor)
    line.volumeMinor += BigInt(row.volumeMinor)
    const month = months.indexOf(row.month)
    if (month >= 0) line.byMonth[month] = (line.byMonth[month] ?? 0n) + BigInt(row.feeMinor)
    lines.set(key, line)
  }
  return [...lines.values()].sort((a, b) => b.payouts - a.payouts || a.corridor.localeCompare(b.corridor))
}

/** "DE → ES" */
export const corridorWords = (corridor: string): string => corridor.replace('-', ' → ')

/** Fee per payout in minor units, rounded half up. */
export const perPayout = ({ feeMinor, payouts }: Corridor): bigint =>
  payouts === 0 ? 0n : (2n * feeMinor + BigInt(payouts)) / (2n * BigInt(payouts))

/** What share of the volume the fees are, in percent. */
export const shareOfVolume = ({ feeMinor, volumeMinor }: Corridor): number =>
  volumeMinor === 0n ? 0 : Number((feeMinor * 1_000_000n) / volumeMinor) / 10_000

/** Minor units as a number to draw with; never to count with. */
export const toPlot = (minor: bigint, currency: string): number => Number(minor) / 10 ** exponentOf(currency)

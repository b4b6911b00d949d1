/** Fees by corridor, summed over the months shown: exact, and each currency by itself. */
import { exponentOf } from '@/events/money'
import type { FeeRow } from '@/finance/reader'

/** `feeUnknown` payouts have no fee from their bank yet; `chargedVolumeMinor` is what the others moved. */
export type Figures = { payouts: number; feeUnknown: number; feeMinor: bigint; chargedVolumeMinor: bigint }

export type Corridor = Figures & {
  corridor: string
  currency: string
  /** In the order of the months shown. */
  byMonth: Figures[]
}

const nothing = (): Figures => ({ payouts: 0, feeUnknown: 0, feeMinor: 0n, chargedVolumeMinor: 0n })

/** One line per corridor and currency, the largest number of payouts first. */
export function sumCorridors(rows: readonly FeeRow[], months: readonly string[]): Corridor[] {
  const lines = new Map<string, Corridor>()
  for (const { corridor, currency, month, ...row } of rows) {
    const key = `${corridor} ${currency}`
    const line = lines.get(key) ?? { corridor, currency, ...nothing(), byMonth: months.map(nothing) }
    lines.set(key, line)
    for (const sums of [line, line.byMonth[months.indexOf(month)]]) {
      if (!sums) continue
      sums.payouts += row.payouts
      sums.feeUnknown += row.feeUnknown
      sums.feeMinor += BigInt(row.feeMinor)
      sums.chargedVolumeMinor += BigInt(row.chargedVolumeMinor)
    }
  }
  return [...lines.values()].sort((a, b) => b.payouts - a.payouts || a.corridor.localeCompare(b.corridor))
}

/** "DE → ES" */
export const corridorWords = (corridor: string): string => corridor.replace('-', ' → ')

const charged = ({ payouts, feeUnknown }: Figures): number => payouts - feeUnknown

/** Fee per payout whose fee is known, in minor units, rounded half up; null while none is. */
export function perPayout(line: Figures): bigint | null {
  const payouts = BigInt(charged(line))
  return payouts === 0n ? null : (2n * line.feeMinor + payouts) / (2n * payouts)
}

/** The fees in percent of the volume they were charged for, cut off after four decimals. */
export const shareOfVolume = ({ feeMinor, chargedVolumeMinor }: Figures): number =>
  chargedVolumeMinor === 0n ? 0 : Number((feeMinor * 1_000_000n) / chargedVolumeMinor) / 10_000

/** "0.47 %", not broken before the sign; a SEPA fee is so small a share that two decimals would say nothing. */
export const shareWords = (line: Figures): string => {
  if (charged(line) === 0) return '–'
  const share = shareOfVolume(line)
  return `${share.toFixed(share > 0 && share < 0.1 ? 4 : 2)}\u00a0%`
}

/** Minor units as a number to draw with; never to count with. */
export const toPlot = (minor: bigint, currency: string): number => Number(minor) / 10 ** exponentOf(currency)

export type Move = { line: Corridor; percent: number; since: number }

/** The corridor whose fee per payout changed most, in percent, between the last two months in which fees of it are known; `since` is the earlier one's index. */
export function movedMost(lines: readonly Corridor[]): Move | null {
  const moves = lines.flatMap((line) => {
    const used = line.byMonth.flatMap((month, index) => (charged(month) > 0 ? [index] : []))
    const [since, last] = used.slice(-2).map((index) => ({ index, ...(line.byMonth[index] ?? nothing()) }))
    if (!since || !last || since.feeMinor === 0n) return []
    const before = Number(since.feeMinor) / charged(since)
    return [{ line, since: since.index, percent: (100 * (Number(last.feeMinor) / charged(last) - before)) / before }]
  })
  const most = moves.reduce<Move | null>((a, b) => (a === null || Math.abs(b.percent) > Math.abs(a.percent) ? b : a), null)
  // Less cannot be seen in a figure with one decimal.
  return most !== null && Math.abs(most.percent) >= 0.05 ? most : null
}

/** "+ 4.2 %", "− 0.3 %" */
export const percentWords = (percent: number): string => `${percent < 0 ? '−' : '+'}\u00a0${Math.abs(percent).toFixed(1)}\u00a0%`

/** Fees by corridor, summed over the months shown: exact, and each currency by itself. */
import { exponentOf } from '@/events/money'
import type { FeeRow } from '@/finance/reader'

export type Figures = { payouts: number; feeMinor: bigint; volumeMinor: bigint }

export type Corridor = Figures & {
  corridor: string
  currency: string
  /** Payouts whose bank has named no fee yet. */
  feeUnknown: number
  /** In the order of the months shown. */
  byMonth: Figures[]
}

const nothing = (): Figures => ({ payouts: 0, feeMinor: 0n, volumeMinor: 0n })

/** One line per corridor and currency, the largest number of payouts first. */
export function sumCorridors(rows: readonly FeeRow[], months: readonly string[]): Corridor[] {
  const lines = new Map<string, Corridor>()
  for (const { corridor, currency, month, ...row } of rows) {
    const key = `${corridor} ${currency}`
    const line = lines.get(key) ?? { corridor, currency, feeUnknown: 0, ...nothing(), byMonth: months.map(nothing) }
    lines.set(key, line)
    line.feeUnknown += row.feeUnknown
    for (const sums of [line, line.byMonth[months.indexOf(month)]]) {
      if (!sums) continue
      sums.payouts += row.payouts
      sums.feeMinor += BigInt(row.feeMinor)
      sums.volumeMinor += BigInt(row.volumeMinor)
    }
  }
  return [...lines.values()].sort((a, b) => b.payouts - a.payouts || a.corridor.localeCompare(b.corridor))
}

/** "DE → ES" */
export const corridorWords = (corridor: string): string => corridor.replace('-', ' → ')

/** Fee per payout in minor units, rounded half up. */
export const perPayout = ({ feeMinor, payouts }: Figures): bigint =>
  payouts === 0 ? 0n : (2n * feeMinor + BigInt(payouts)) / (2n * BigInt(payouts))

/** The fees in percent of the volume, cut off after four decimals. */
export const shareOfVolume = ({ feeMinor, volumeMinor }: Figures): number =>
  volumeMinor === 0n ? 0 : Number((feeMinor * 1_000_000n) / volumeMinor) / 10_000

/** "0.47 %", not broken before the sign; a SEPA fee is so small a share that two decimals would say nothing. */
export const shareWords = (line: Figures): string => {
  const share = shareOfVolume(line)
  return `${share.toFixed(share > 0 && share < 0.1 ? 4 : 2)}\u00a0%`
}

/** Minor units as a number to draw with; never to count with. */
export const toPlot = (minor: bigint, currency: string): number => Number(minor) / 10 ** exponentOf(currency)

export type Move = { line: Corridor; percent: number; since: number }

/** The corridor whose fee per payout changed most, in percent, between the last two months in which it had payouts; `since` is the earlier one's index. */
export function movedMost(lines: readonly Corridor[]): Move | null {
  const moves = lines.flatMap((line) => {
    const used = line.byMonth.flatMap((month, index) => (month.payouts > 0 ? [index] : []))
    const [since, last] = used.slice(-2).map((index) => ({ index, ...(line.byMonth[index] ?? nothing()) }))
    if (!since || !last || since.feeMinor === 0n) return []
    const before = Number(since.feeMinor) / since.payouts
    return [{ line, since: since.index, percent: (100 * (Number(last.feeMinor) / last.payouts - before)) / before }]
  })
  const most = moves.reduce<Move | null>((a, b) => (a === null || Math.abs(b.percent) > Math.abs(a.percent) ? b : a), null)
  // Less cannot be seen in a figure with one decimal.
  return most !== null && Math.abs(most.percent) >= 0.05 ? most : null
}

/** "+ 4.2 %", "− 0.3 %" */
export const percentWords = (percent: number): string => `${percent < 0 ? '−' : '+'}\u00a0${Math.abs(percent).toFixed(1)}\u00a0%`

/** Fees by corridor, summed over the months shown: exact, and each currency by itself. */
import { exponentOf } from '@/events/money'
import type { FeeRow } from '@/finance/reader'

/**
 * Of `payouts`, `charged` have a fee in this currency and `feeUnknown` none from their bank yet. `returnFeeMinor` is what returns cost.
 * `chargedVolumeMinor` is what the charged ones moved in the currency of the fees, null where the bank did not tell it.
 */
export type Figures = {
  payouts: number
  charged: number
  feeUnknown: number
  feeMinor: bigint
  returnFeeMinor: bigint
  chargedVolumeMinor: bigint | null
}

export type Corridor = Figures & {
  corridor: string
  /** What the payouts were paid in. */
  currency: string
  /** What the bank charged in. */
  chargeCurrency: string
  /** In the order of the months shown. */
  byMonth: Figures[]
}

export const nothing = (): Figures => ({ payouts: 0, charged: 0, feeUnknown: 0, feeMinor: 0n, returnFeeMinor: 0n, chargedVolumeMinor: 0n })

/** One line per corridor, currency and currency of charges, the largest number of payouts first. Payouts without a charge yet are in the largest line. */
export function sumCorridors(rows: readonly FeeRow[], months: readonly string[]): Corridor[] {
  const lines = new Map<string, Corridor>()
  const lineOf = ({ corridor, currency }: FeeRow, chargeCurrency: string): Corridor => {
    const key = `${corridor} ${currency} ${chargeCurrency}`
    const line = lines.get(key) ?? { corridor, currency, chargeCurrency, ...nothing(), byMonth: months.map(nothing) }
    lines.set(key, line)
    return line
  }
  const isSame = (row: FeeRow, line: Corridor) => line.corridor === row.corridor && line.currency === row.currency
  const unknown = rows.filter((row) => row.chargeCurrency === null)
  for (const row of rows) if (row.chargeCurrency !== null) addTo(lineOf(row, row.chargeCurrency), row, months)
  // Chosen before any is added, or the order of the rows would choose.
  const largest = unknown.map((row) => [...lines.values()].filter((line) => isSame(row, line)).sort(byPayouts)[0])
  for (const [index, row] of unknown.entries()) addTo(largest[index] ?? lineOf(row, row.currency), row, months)
  return [...lines.values()].sort(byPayouts)
}

const byPayouts = (a: Corridor, b: Corridor): number =>
  b.payouts - a.payouts || a.corridor.localeCompare(b.corridor) || a.chargeCurrency.localeCompare(b.chargeCurrency)

function addTo(line: Corridor, row: FeeRow, months: readonly string[]): void {
  for (const sums of [line, line.byMonth[months.indexOf(row.month)]]) if (sums) addFigures(sums, read(row))
}

const read = ({ payouts, charged, feeUnknown, feeMinor, returnFeeMinor, chargedVolumeMinor: volume }: FeeRow): Figures => ({
  ...{ payouts, charged, feeUnknown, feeMinor: BigInt(feeMinor), returnFeeMinor: BigInt(returnFeeMinor) },
  chargedVolumeMinor: volume === null ? null : BigInt(volume),
})

/** Adds `more` to `sums`, in place. */
export function addFigures(sums: Figures, more: Figures): void {
  sums.payouts += more.payouts
  sums.charged += more.charged
  sums.feeUnknown += more.feeUnknown
  sums.feeMinor += more.feeMinor
  sums.returnFeeMinor += more.returnFeeMinor
  const [a, b] = [sums.chargedVolumeMinor, more.chargedVolumeMinor]
  sums.chargedVolumeMinor = a === null || b === null ? null : a + b
}

/** Everything the bank took, for payments and for returns. */
export const feesOf = ({ feeMinor, returnFeeMinor }: Figures): bigint => feeMinor + returnFeeMinor

/** "DE → ES" */
export const corridorWords = (corridor: string): string => corridor.replace('-', ' → ')

/** Fee per payout whose fee is known, without what returns cost, in minor units, rounded half up; null while none is. */
export function perPayout(line: Figures): bigint | null {
  const payouts = BigInt(line.charged)
  return payouts === 0n ? null : (2n * line.feeMinor + payouts) / (2n * payouts)
}

/** The fees in percent of the volume they were charged for, cut off after four decimals. */
export const shareOfVolume = ({ feeMinor, chargedVolumeMinor }: Figures): number =>
  !chargedVolumeMinor ? 0 : Number((feeMinor * 1_000_000n) / chargedVolumeMinor) / 10_000

/** "0.47 %", not broken before the sign; a SEPA fee is so small a share that two decimals would say nothing. */
export const shareWords = (line: Figures): string => {
  if (line.charged === 0 || line.chargedVolumeMinor === null) return '–'
  const share = shareOfVolume(line)
  return `${share.toFixed(share > 0 && share < 0.1 ? 4 : 2)}\u00a0%`
}

/** Minor units as a number to draw with; never to count with. */
export const toPlot = (minor: bigint, currency: string): number => Number(minor) / 10 ** exponentOf(currency)

export type Move = { line: Corridor; percent: number; since: number }

/** The corridor whose fee per payout changed most, in percent, between the last two months in which fees of it are known; `since` is the earlier one's index. */
export function movedMost(lines: readonly Corridor[]): Move | null {
  const moves = lines.flatMap((line) => {
    const used = line.byMonth.flatMap((month, index) => (month.charged > 0 ? [index] : []))
    const [since, last] = used.slice(-2).map((index) => ({ index, ...(line.byMonth[index] ?? nothing()) }))
    if (!since || !last || since.feeMinor === 0n) return []
    const before = Number(since.feeMinor) / since.charged
    return [{ line, since: since.index, percent: (100 * (Number(last.feeMinor) / last.charged - before)) / before }]
  })
  const most = moves.reduce<Move | null>((a, b) => (a === null || Math.abs(b.percent) > Math.abs(a.percent) ? b : a), null)
  // Less cannot be seen in a figure with one decimal.
  return most !== null && Math.abs(most.percent) >= 0.05 ? most : null
}

/** "+ 4.2 %", "− 0.3 %" */
export const percentWords = (percent: number): string => `${percent < 0 ? '−' : '+'}\u00a0${Math.abs(percent).toFixed(1)}\u00a0%`

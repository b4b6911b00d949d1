/** The figures that a finance lead looks at first, of the sums that finance answers; each currency by itself. */
import type { FigureName } from '@/finance/questions/question'
import type { FigureSum } from '@/finance/questions/sum-figures'

/** In the order of the page. */
export const OVERVIEW = ['paid', 'fees', 'fee-per-payout', 'ended', 'settlement', 'open'] as const satisfies readonly FigureName[]
export type OverviewFigure = (typeof OVERVIEW)[number]
export type Sums = Readonly<Record<OverviewFigure, readonly FigureSum[]>>

/** Sums as they were asked for, by the figures' names. */
export const sumsOf = (rows: readonly FigureSum[][]): Sums =>
  Object.fromEntries(OVERVIEW.map((figure, index) => [figure, rows[index] ?? []])) as unknown as Sums

/** Figures of one currency whose rows have one; the others are of all currencies together. */
const OF_MONEY: readonly OverviewFigure[] = ['paid', 'fees', 'fee-per-payout', 'open']
export const isOfMoney = (figure: OverviewFigure): boolean => OF_MONEY.includes(figure)

type Which = { currency: string; bucket?: string | null; before?: boolean }

/** The sum of a figure in the whole of its time or one part of it; undefined where it has no row. */
export function sumAt(sums: Sums, figure: OverviewFigure, { currency, bucket = null, before = false }: Which): FigureSum | undefined {
  const of = isOfMoney(figure) ? currency : null
  return sums[figure].find((sum) => sum.before === before && sum.bucket === bucket && sum.currency === of)
}

/** The figure as a whole number: minor units, seconds, or millionths of all payouts that ended. Null where it says nothing. */
export function figureOf(figure: OverviewFigure, sum: FigureSum | undefined): bigint | null {
  switch (figure) {
    case 'ended':
      return sum && sum.rows > 0 ? (BigInt(sum.unpaid) * 1_000_000n) / BigInt(sum.rows) : null
    case 'settlement':
      return sum?.halfWithin == null ? null : BigInt(sum.halfWithin)
    case 'fee-per-payout':
      return sum ? perPayout(BigInt(sum.minor ?? 0), BigInt(sum.payouts)) : null
    default:
      return BigInt(sum?.minor ?? 0)
  }
}

/** Rounded half up. */
const perPayout = (minor: bigint, payouts: bigint): bigint | null => (payouts === 0n ? null : (2n * minor + payouts) / (2n * payouts))

/** What a figure has become since the time before: in percent, and for a share in percentage points. Null where there is nothing to compare. */
export function changeOf(figure: OverviewFigure, now: FigureSum | undefined, before: FigureSum | undefined): number | null {
  const [value, was] = [figureOf(figure, now), figureOf(figure, before)]
  if (value === null || was === null || before === undefined) return null
  if (figure === 'ended') return Number(value - was) / 10_000
  // In hundredths of a percent, of which a number holds every one: amounts may be larger than 2^53.
  return was === 0n ? null : Number(((value - was) * 10_000n) / was) / 100
}

/** The currencies that a page can be read in. */
export const currenciesOf = (sums: Sums): string[] =>
  [...new Set(OF_MONEY.flatMap((figure) => sums[figure].flatMap(({ currency }) => currency ?? [])))].sort()

/** Whether a figure is of so little that it says nothing in general: "1 payout". */
export const isOfOne = (figure: OverviewFigure, sum: FigureSum | undefined): boolean =>
  (figure === 'fee-per-payout' || figure === 'settlement' || figure === 'ended') && sum?.payouts === 1

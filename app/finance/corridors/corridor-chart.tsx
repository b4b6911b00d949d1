import { ChartBars } from '@/components/chart-bars'
import { ChartFigure } from '@/components/chart-figure'
import { formatMinor } from '@/events/money'
import { CorridorTable } from './corridor-table'
import { type Corridor, corridorWords, feesOf, toPlot } from './corridors'
import { CurrencyChoice } from './currency-choice'
import type { FeesUrl } from './finance-url'
import { groupRemainder } from './group-remainder'
import { MonthTable } from './month-table'
import { monthLabels, rangeWords } from './months'

/** Fees in one currency as a chart, and every corridor's figures below it. Of the months, the first `over` are over. */
export function CorridorChart({ lines, months, over, charted, url }: ChartProps) {
  const currencies = [...new Set(lines.map((line) => line.chargeCurrency))].sort()
  const drawn = groupRemainder(byCorridor(lines.filter((line) => line.chargeCurrency === charted)), sumFees)
  const series = drawn.map(({ name }) => ({ key: name, label: name }))
  const words = (feeMinor: bigint) => `${formatMinor(feeMinor, charted)} ${charted}`
  const points = monthLabels(months).map((label, index) => ({
    label,
    note: index < over ? undefined : 'so far',
    values: Object.fromEntries(
      drawn.map(({ name, byMonth }) => [name, { plot: toPlot(byMonth[index] ?? 0n, charted), text: words(byMonth[index] ?? 0n) }]),
    ),
    total: words(sumAt(drawn, index)),
  }))
  const span = rangeWords({ from: months[0] ?? '', to: months.at(-1) ?? '' })
  return (
    <ChartFigure
      title={`Fees in ${charted}`}
      unit={`by the month of booking, ${span}`}
      series={series}
      choice={currencies.length > 1 && <CurrencyChoice currencies={currencies} charted={charted} url={url} />}
      table={
        <>
          <MonthTable caption={`Fees in ${charted} by month`} series={series} points={points} />
          <CorridorTable lines={lines} over={over} />
        </>
      }
    >
      <ChartBars label={`Fees in ${charted} by month and corridor, ${span}`} series={series} points={points} />
    </ChartFigure>
  )
}

type ChartProps = { lines: readonly Corridor[]; months: readonly string[]; over: number; charted: string; url: FeesUrl }
type Fees = { name: string; byMonth: bigint[] }

/** One corridor may be paid in several currencies and charged for in one. */
const byCorridor = (lines: readonly Corridor[]): Fees[] =>
  [...Map.groupBy(lines, ({ corridor }) => corridor)].map(([corridor, same]) => ({
    name: corridorWords(corridor),
    byMonth: (same[0]?.byMonth ?? []).map((_, index) =>
      same.reduce((sum, { byMonth }) => sum + (byMonth[index] ? feesOf(byMonth[index]) : 0n), 0n),
    ),
  }))

const sumAt = (all: readonly Fees[], index: number): bigint => all.reduce((sum, { byMonth }) => sum + (byMonth[index] ?? 0n), 0n)

const sumFees = (rest: readonly Fees[]): Fees => ({
  name: `${rest.length} others`,
  byMonth: rest[0]?.byMonth.map((_, index) => sumAt(rest, index)) ?? [],
})

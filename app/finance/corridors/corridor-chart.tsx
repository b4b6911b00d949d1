import { ChartBars } from '@/components/chart-bars'
import { ChartFigure } from '@/components/chart-figure'
import { formatMinor } from '@/events/money'
import type { Grain } from '@/finance/questions/question'
import { CurrencyChoice } from '../currency-choice'
import type { DeskUrl } from '../finance-url'
import { bucketLabels, spanWords } from '../grains'
import { groupRemainder } from '../group-remainder'
import { MonthTable } from '../month-table'
import { CorridorTable } from './corridor-table'
import { type Corridor, corridorWords, feesOf, toPlot } from './corridors'

/** Fees in one currency as a chart, and every corridor's figures below it. Of the months, the first `over` are over. */
export function CorridorChart({ lines, months, over, charted, url, grain }: ChartProps) {
  const currencies = [...new Set(lines.map((line) => line.chargeCurrency))].sort()
  const drawn = groupRemainder(byCorridor(lines.filter((line) => line.chargeCurrency === charted)), sumFees)
  const series = drawn.map(({ name }) => ({ key: name, label: name }))
  const words = (feeMinor: bigint) => `${formatMinor(feeMinor, charted)} ${charted}`
  const points = bucketLabels(months, grain).map((label, index) => ({
    label,
    note: index < over ? undefined : 'so far',
    values: Object.fromEntries(
      drawn.map(({ name, byMonth }) => [name, { plot: toPlot(byMonth[index] ?? 0n, charted), text: words(byMonth[index] ?? 0n) }]),
    ),
    total: words(sumAt(drawn, index)),
  }))
  const span = spanWords(months, grain)
  return (
    <ChartFigure
      title={`Fees in ${charted}`}
      unit={`by the ${grain} of booking, ${span}`}
      series={series}
      choice={currencies.length > 1 && <CurrencyChoice path="/finance/corridors" currencies={currencies} charted={charted} url={url} />}
      table={
        <>
          <MonthTable caption={`Fees in ${charted} by ${grain}`} series={series} points={points} />
          <CorridorTable lines={lines} over={over} url={url} />
        </>
      }
    >
      <ChartBars label={`Fees in ${charted} by ${grain} and corridor, ${span}`} series={series} points={points} />
    </ChartFigure>
  )
}

type ChartProps = { lines: readonly Corridor[]; months: readonly string[]; over: number; charted: string; url: DeskUrl; grain: Grain }
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

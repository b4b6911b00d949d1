import { ChartBars } from '@/components/chart-bars'
import { ChartFigure } from '@/components/chart-figure'
import { countWords } from '@/components/money'
import type { Grain } from '@/finance/questions/question'
import type { DeskUrl } from '../finance-url'
import { bucketLabels, spanWords } from '../grains'
import { groupRemainder } from '../group-remainder'
import { MonthTable } from '../month-table'
import type { Country } from './countries'
import { countryName } from './country-names'
import { CountryTable } from './country-table'

/** Payouts per month and country, whatever their currency: a count can be added up. Of the months, the first `over` are over. */
export function CountryChart({ lines, months, over, grain, url }: ChartProps) {
  const drawn = groupRemainder(countsByCountry(lines), sumCounts)
  const series = drawn.map(({ name }) => ({ key: name, label: name }))
  const points = bucketLabels(months, grain).map((label, index) => ({
    label,
    note: index < over ? undefined : 'so far',
    values: Object.fromEntries(
      drawn.map(({ name, byMonth }) => [name, { plot: byMonth[index] ?? 0, text: countWords(byMonth[index] ?? 0) }]),
    ),
    total: countWords(sumAt(drawn, index)),
  }))
  const span = spanWords(months, grain)
  return (
    <ChartFigure
      title="Payouts"
      unit={`by the ${grain} of the pay date, ${span}`}
      series={series}
      table={
        <>
          <MonthTable caption={`Payouts by ${grain}`} series={series} points={points} />
          <CountryTable lines={lines} over={over} url={url} />
        </>
      }
    >
      <ChartBars label={`Payouts by ${grain} and country, ${span}`} series={series} points={points} />
    </ChartFigure>
  )
}

type ChartProps = { lines: readonly Country[]; months: readonly string[]; over: number; grain: Grain; url: DeskUrl }
type Counts = { name: string; byMonth: number[] }

/** The countries with the most payouts first, whatever currencies these are in. */
function countsByCountry(lines: readonly Country[]): Counts[] {
  const counts = new Map<string, Counts & { payouts: number }>()
  for (const { country, payouts, byMonth } of lines) {
    const before = counts.get(country)
    counts.set(country, {
      name: countryName(country),
      payouts: payouts + (before?.payouts ?? 0),
      byMonth: byMonth.map((each, index) => each + (before?.byMonth[index] ?? 0)),
    })
  }
  return [...counts.values()].sort((a, b) => b.payouts - a.payouts)
}

const sumAt = (all: readonly Counts[], index: number): number => all.reduce((sum, { byMonth }) => sum + (byMonth[index] ?? 0), 0)

const sumCounts = (rest: readonly Counts[]): Counts => ({
  name: `${rest.length} others`,
  byMonth: rest[0]?.byMonth.map((_, index) => sumAt(rest, index)) ?? [],
})

import { ChartBars } from '@/components/chart-bars'
import { SERIES_MAX } from '@/components/chart-colors'
import { ChartFigure } from '@/components/chart-figure'
import { countWords } from '@/components/money'
import { monthLabels, rangeWords } from '../months'
import type { Country } from './countries'
import { countryName } from './country-names'
import { CountryTable } from './country-table'

/** Payouts per month and country, whatever their currency: a count can be added up. */
export function CountryChart({ lines, months }: { lines: readonly Country[]; months: readonly string[] }) {
  const drawn = fold(countsByCountry(lines))
  const series = drawn.map(({ name }) => ({ key: name, label: name }))
  const points = monthLabels(months).map((label, index) => ({
    label,
    values: Object.fromEntries(
      drawn.map(({ name, byMonth }) => [name, { plot: byMonth[index] ?? 0, text: `${countWords(byMonth[index] ?? 0)} payouts` }]),
    ),
  }))
  const span = rangeWords({ from: months[0] ?? '', to: months.at(-1) ?? '' })
  return (
    <ChartFigure title="Payouts" unit={`by the month of the pay date, ${span}`} series={series} table={<CountryTable lines={lines} />}>
      <ChartBars
        label={`Payouts by month and country, ${span}; each country’s figures are in the table below`}
        series={series}
        points={points}
      />
    </ChartFigure>
  )
}

type Counts = { name: string; byMonth: number[] }

function countsByCountry(lines: readonly Country[]): Counts[] {
  const counts = new Map<string, Counts>()
  for (const { country, byMonth } of lines) {
    const before = counts.get(country)?.byMonth
    counts.set(country, { name: countryName(country), byMonth: byMonth.map((payouts, index) => payouts + (before?.[index] ?? 0)) })
  }
  return [...counts.values()]
}

/** What is beyond the colours there are becomes one. */
function fold(counts: Counts[]): Counts[] {
  if (counts.length <= SERIES_MAX) return counts
  const rest = counts.slice(SERIES_MAX - 1)
  const byMonth = rest[0]?.byMonth.map((_, index) => rest.reduce((sum, each) => sum + (each.byMonth[index] ?? 0), 0)) ?? []
  return [...counts.slice(0, SERIES_MAX - 1), { name: `${rest.length} others`, byMonth }]
}

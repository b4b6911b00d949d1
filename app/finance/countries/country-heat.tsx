import { HeatMap, type HeatRow } from '@/components/heat-map'
import { countWords } from '@/components/money'
import { Section } from '@/components/section'
import type { Grain } from '@/finance/questions/question'
import { type DeskUrl, rowsHref } from '../finance-url'
import { bucketLabels } from '../grains'
import { RowsLink } from '../rows-link'
import type { Country } from './countries'
import { countryName } from './country-names'

type Props = { lines: readonly Country[]; months: readonly string[]; over: number; grain: Grain; url: DeskUrl }

/** When how many go where: a row per country, a column per part of time, whatever the currencies. Each number leads to its payouts. */
export function CountryHeat({ lines, months, over, grain, url }: Props) {
  const labels = bucketLabels(months, grain)
  return (
    <Section title="When and where">
      <HeatMap
        caption={`Payouts by country and ${grain}`}
        corner="Country"
        columns={months.map((key, index) => ({ key, label: labels[index] ?? key, note: index < over ? undefined : 'so far' }))}
        rows={rowsOf(lines).map(
          ({ country, byMonth }): HeatRow => ({
            key: country,
            label: countryName(country),
            cells: byMonth.map((value, index) => ({
              value,
              shown:
                value === 0 ? (
                  <span className="text-muted">0</span>
                ) : (
                  <RowsLink href={rowsHref(url, { figure: 'payouts', country, at: months[index] ?? null })}>{countWords(value)}</RowsLink>
                ),
            })),
          }),
        )}
      />
    </Section>
  )
}

type Counts = { country: string; byMonth: number[] }

/** One per country, the one with the most payouts first. */
function rowsOf(lines: readonly Country[]): Counts[] {
  const counts = new Map<string, Counts>()
  for (const { country, byMonth } of lines) {
    const before = counts.get(country)?.byMonth ?? []
    counts.set(country, { country, byMonth: byMonth.map((each, index) => each + (before[index] ?? 0)) })
  }
  const total = ({ byMonth }: Counts) => byMonth.reduce((sum, each) => sum + each, 0)
  return [...counts.values()].sort((a, b) => total(b) - total(a) || a.country.localeCompare(b.country))
}

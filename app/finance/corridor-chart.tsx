import { ChartBars } from '@/components/chart-bars'
import { ChartFigure } from '@/components/chart-figure'
import { Tabs } from '@/components/tabs'
import { formatMinor } from '@/events/money'
import { CorridorTable } from './corridor-table'
import { type Corridor, corridorWords, toPlot } from './corridors'
import { type FeesUrl, financeHref } from './finance-url'
import { monthLabels, rangeWords } from './months'

/** Fees in one currency as a chart, and every corridor's figures below it. */
export function CorridorChart({ lines, months, charted, url }: ChartProps) {
  const currencies = [...new Set(lines.map((line) => line.currency))].sort()
  const drawn = lines.filter((line) => line.currency === charted)
  const series = drawn.map(({ corridor }) => ({ key: corridor, label: corridorWords(corridor) }))
  const points = monthLabels(months).map((label, index) => ({
    label,
    values: Object.fromEntries(
      drawn.map(({ corridor, currency, byMonth }) => {
        const feeMinor = byMonth[index]?.feeMinor ?? 0n
        return [corridor, { plot: toPlot(feeMinor, currency), text: `${formatMinor(feeMinor, currency)} ${currency}` }]
      }),
    ),
  }))
  const span = rangeWords({ from: months[0] ?? '', to: months.at(-1) ?? '' })
  return (
    <>
      {currencies.length > 1 && (
        <Tabs
          label="Currency of the chart"
          tabs={currencies.map((currency) => ({
            label: currency,
            href: financeHref('/finance', { ...url, chart: currency }),
            current: currency === charted,
          }))}
        />
      )}
      <ChartFigure
        title={`Fees in ${charted}`}
        unit={`by the month of booking, ${span}`}
        series={series}
        table={<CorridorTable lines={lines} />}
      >
        <ChartBars
          label={`Fees in ${charted} by month and corridor, ${span}; the figures of each corridor are in the table below`}
          series={series}
          points={points}
        />
      </ChartFigure>
    </>
  )
}

type ChartProps = { lines: readonly Corridor[]; months: readonly string[]; charted: string; url: FeesUrl }

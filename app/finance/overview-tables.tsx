import { ChartBars } from '@/components/chart-bars'
import { ChartFigure } from '@/components/chart-figure'
import { type Column, DataTable } from '@/components/data-table'
import type { Grain } from '@/finance/questions/question'
import { toPlot } from './corridors/corridors'
import { CurrencyChoice } from './currency-choice'
import { FigureValue, moneyWords, OnlyOne } from './figure-value'
import { FIGURE_WORDS } from './figure-words'
import { type DeskUrl, rowsHref } from './finance-url'
import { bucketLabels, spanWords } from './grains'
import { currenciesOf, figureOf, isOfMoney, OVERVIEW, type OverviewFigure, type Sums, sumAt } from './overview'
import { RowsLink } from './rows-link'

type Props = { sums: Sums; currency: string; buckets: readonly string[]; over: number; grain: Grain; url: DeskUrl }
type Line = { key: string; label: string; note?: string | undefined; currency: string; bucket: string | null }

/** What was paid as a chart, and every figure as a table: over time in one currency, and of the whole time in each. */
export function OverviewTables({ sums, currency, buckets, over, grain, url }: Props) {
  const currencies = currenciesOf(sums)
  const lines = bucketLabels(buckets, grain).map(
    (label, index): Line => ({ key: label, label, note: index < over ? undefined : 'so far', currency, bucket: buckets[index] ?? null }),
  )
  const series = [{ key: 'paid', label: `Paid in ${currency}` }]
  const points = lines.map((line) => {
    const minor = figureOf('paid', sumAt(sums, 'paid', line)) ?? 0n
    return { label: line.label, note: line.note, values: { paid: { plot: toPlot(minor, currency), text: moneyWords(minor, currency) } } }
  })
  const span = spanWords(buckets, grain)
  return (
    <ChartFigure
      title={`Paid in ${currency}`}
      unit={`by the ${grain} of booking, ${span}`}
      series={series}
      choice={currencies.length > 1 && <CurrencyChoice path="/finance" currencies={currencies} charted={currency} url={url} />}
      table={
        <div className="grid gap-4">
          <DataTable
            caption={`Figures by ${grain}, in ${currency}`}
            columns={columnsOf('When', sums, url)}
            rows={lines}
            rowKey={({ key }) => key}
          />
          {currencies.length > 1 && (
            <DataTable
              caption={`Figures by currency, ${span}`}
              columns={columnsOf('Currency', sums, url).filter(({ id }) => id === 'label' || isOfMoney(id as OverviewFigure))}
              rows={currencies.map((each): Line => ({ key: each, label: each, currency: each, bucket: null }))}
              rowKey={({ key }) => key}
            />
          )}
        </div>
      }
    >
      <ChartBars label={`Paid in ${currency} by ${grain}, ${span}`} series={series} points={points} />
    </ChartFigure>
  )
}

const columnsOf = (header: string, sums: Sums, url: DeskUrl): Column<Line>[] => [
  {
    ...{ id: 'label', header, phone: 'lead' },
    cell: ({ label, note }) => (
      <>
        <span className="font-[550]">{label}</span> <span className="text-muted">{note}</span>
      </>
    ),
  },
  ...OVERVIEW.map((figure): Column<Line> => {
    const shown = figure === 'ended' ? 'failures' : figure
    return {
      id: figure,
      header: FIGURE_WORDS[shown].title,
      align: 'end',
      phone: figure === 'paid' ? 'money' : 'detail',
      cell: ({ currency, bucket }) => {
        const sum = sumAt(sums, figure, { currency, bucket })
        if (!sum) return <span className="text-faint">–</span>
        return (
          <>
            <RowsLink href={rowsHref(url, { figure: shown, at: bucket, ...(isOfMoney(figure) && { in: currency }) })}>
              <FigureValue figure={figure} sum={sum} currency={currency} />
            </RowsLink>
            <OnlyOne figure={figure} sum={sum} />
          </>
        )
      },
    }
  }),
]

import { ChartBars } from '@/components/chart-bars'
import { ChartFigure } from '@/components/chart-figure'
import { type Column, DataTable } from '@/components/data-table'
import { Count, countWords, Money } from '@/components/money'
import { NO_REASON } from '@/finance/questions/question'
import type { FigureSum } from '@/finance/questions/sum-figures'
import { shortReason } from '../../payout-words'
import { type Shown, wholeTimes } from '../figure-page'
import { rowsHref } from '../finance-url'
import { bucketLabels, spanWords } from '../grains'
import { groupRemainder } from '../group-remainder'
import { MonthTable } from '../month-table'
import { RowsLink } from '../rows-link'

const reasonWords = (reason: string | null): string => (reason === null || reason === NO_REASON ? 'No reason given' : shortReason(reason))

type Drawn = { name: string; counts: number[] }

/** How many payouts stopped for which reason as a chart, and each reason's payouts and amounts as a table. */
export function FailureReasons(shown: Shown) {
  const { lines, buckets, over, grain } = shown
  const countOf = (by: string | null, bucket: string) =>
    lines.find((sum) => sum.by === by && sum.bucket === bucket && sum.currency === null)?.payouts ?? 0
  const all = wholeTimes(lines, false).map(
    ({ by }): Drawn => ({ name: reasonWords(by), counts: buckets.map((bucket) => countOf(by, bucket)) }),
  )
  const drawn = groupRemainder(all, (rest) => ({ name: `${rest.length} others`, counts: buckets.map((_, index) => sumAt(rest, index)) }))
  const series = drawn.map(({ name }) => ({ key: name, label: name }))
  const points = bucketLabels(buckets, grain).map((label, index) => ({
    label,
    note: index < over ? undefined : 'so far',
    values: Object.fromEntries(drawn.map(({ name, counts }) => [name, { plot: counts[index] ?? 0, text: countWords(counts[index] ?? 0) }])),
    total: countWords(sumAt(drawn, index)),
  }))
  const span = spanWords(buckets, grain)
  return (
    <ChartFigure
      title="Failures and returns"
      unit={`payouts, by the ${grain} in which they stopped, ${span}`}
      series={series}
      table={
        <>
          <MonthTable caption={`Failures and returns by ${grain}`} series={series} points={points} />
          <DataTable
            caption={`Failures and returns by reason and currency, ${span}`}
            columns={columnsOf(shown)}
            rows={wholeTimes(lines, true)}
            rowKey={({ by, currency }) => `${by} ${currency}`}
          />
        </>
      }
    >
      <ChartBars label={`Failures and returns by ${grain} and reason, ${span}`} series={series} points={points} />
    </ChartFigure>
  )
}

const sumAt = (all: readonly Drawn[], index: number): number => all.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0)

const columnsOf = ({ url }: Shown): Column<FigureSum>[] => [
  { id: 'reason', header: 'Reason', phone: 'lead', cell: ({ by }) => <span className="font-[550]">{reasonWords(by)}</span> },
  { id: 'currency', header: 'Currency', phone: 'hide', from: 'lg', cell: ({ currency }) => <span className="text-muted">{currency}</span> },
  { id: 'payouts', header: 'Payouts', align: 'end', phone: 'detail', cell: ({ payouts }) => <Count of={payouts} /> },
  {
    ...{ id: 'amount', header: 'Amount', align: 'end', phone: 'money' },
    cell: ({ by, currency, minor }) => (
      <RowsLink href={rowsHref(url, { figure: 'stopped', reason: by, in: currency })}>
        <Money amountMinor={minor ?? '0'} currency={currency ?? ''} strong />
      </RowsLink>
    ),
  },
]

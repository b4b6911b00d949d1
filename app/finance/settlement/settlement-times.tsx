import { ChartBars } from '@/components/chart-bars'
import { ChartFigure } from '@/components/chart-figure'
import { Spark } from '@/components/chart-spark'
import { type Column, DataTable } from '@/components/data-table'
import { Count } from '@/components/money'
import type { FigureSum } from '@/finance/questions/sum-figures'
import { type Shown, wholeTimes } from '../figure-page'
import { durationWords } from '../figure-words'
import { rowsHref } from '../finance-url'
import { bucketLabels, spanWords } from '../grains'
import { MonthTable } from '../month-table'
import { RowsLink } from '../rows-link'

const SERIES = [{ key: 'half', label: 'Half within' }]

/** The time within which half of all payouts settled as a chart, and each rail's times as a table. */
export function SettlementTimes(shown: Shown) {
  const { lines, whole, buckets, over, grain } = shown
  const points = bucketLabels(buckets, grain).map((label, index) => {
    const half = whole.find((sum) => sum.bucket === buckets[index] && sum.currency === null)?.halfWithin ?? null
    return {
      label,
      note: index < over ? undefined : 'so far',
      // Hours, so that the axis has short numbers.
      values: { half: { plot: (half ?? 0) / 3_600, text: half === null ? 'none' : durationWords(half) } },
    }
  })
  const span = spanWords(buckets, grain)
  const caption = `Half of all payouts within, by ${grain}`
  return (
    <ChartFigure
      title="Half of all payouts within"
      unit={`hours, by the ${grain} of booking, ${span}`}
      series={SERIES}
      table={
        <>
          <MonthTable caption={caption} series={SERIES} points={points} />
          <DataTable
            caption={`Settlement times by rail, ${span}`}
            columns={columnsOf(shown)}
            rows={wholeTimes(lines, false)}
            rowKey={({ by }) => by ?? ''}
          />
        </>
      }
    >
      <ChartBars label={`${caption}, ${span}`} series={SERIES} points={points} />
    </ChartFigure>
  )
}

const columnsOf = ({ lines, buckets, over, url }: Shown): Column<FigureSum>[] => [
  { id: 'rail', header: 'Rail', phone: 'lead', cell: ({ by }) => <span className="font-[550]">{by?.toUpperCase()}</span> },
  {
    ...{ id: 'payouts', header: 'Payouts', align: 'end', phone: 'detail' },
    cell: ({ by, payouts }) => (
      <RowsLink href={rowsHref(url, { figure: 'settlement', rail: by })}>
        <Count of={payouts} />
      </RowsLink>
    ),
  },
  {
    ...{ id: 'half', header: 'Half within', align: 'end', phone: 'money' },
    cell: ({ halfWithin, payouts }) => (
      <>
        <span className="num font-[550]">{halfWithin === null ? '–' : durationWords(halfWithin)}</span>
        {payouts === 1 && <span className="block text-xs text-muted">1 payout</span>}
      </>
    ),
  },
  {
    ...{ id: 'nine', header: 'Nine in ten within', align: 'end', phone: 'detail' },
    cell: ({ nineInTenWithin, payouts }) => (
      <span className="num">{nineInTenWithin === null || payouts < 2 ? '–' : durationWords(nineInTenWithin)}</span>
    ),
  },
  {
    ...{ id: 'day', header: 'Within a day', align: 'end', phone: 'detail' },
    cell: ({ withinADay, payouts }) => (
      <span className="num">{payouts < 2 ? '–' : `${((100 * withinADay) / payouts).toFixed(1)}\u00a0%`}</span>
    ),
  },
  {
    ...{ id: 'trend', header: 'Half within, over time', align: 'end', phone: 'hide', from: 'lg' },
    cell: ({ by }) => (
      <Spark
        values={buckets
          .slice(0, over)
          .map((bucket) => lines.find((sum) => sum.by === by && sum.bucket === bucket && sum.currency === null)?.halfWithin ?? null)}
      />
    ),
  },
]

import { Spark } from '@/components/chart-spark'
import { type Column, DataTable } from '@/components/data-table'
import { Count, Money } from '@/components/money'
import { type Corridor, corridorWords, feesOf, perPayout, shareWords, toPlot } from './corridors'

/** The trend leaves out months that are not over: their figures would look like a fall. */
const columnsOf = (over: number): readonly Column<Corridor>[] => [
  { id: 'corridor', header: 'Corridor', phone: 'lead', cell: (line) => <span className="font-[550]">{corridorWords(line.corridor)}</span> },
  { id: 'currency', header: 'Paid in', phone: 'detail', cell: (line) => <span className="text-muted">{line.currency}</span> },
  {
    id: 'charge',
    header: 'Charged in',
    phone: 'hide',
    from: 'lg',
    cell: (line) => <span className="text-muted">{line.chargeCurrency}</span>,
  },
  { id: 'payouts', header: 'Payouts', align: 'end', phone: 'detail', cell: (line) => <Booked line={line} /> },
  {
    id: 'fees',
    header: 'Fees',
    align: 'end',
    phone: 'money',
    cell: (line) => <Fees line={line} />,
  },
  {
    id: 'each',
    header: 'Per payout',
    align: 'end',
    phone: 'detail',
    cell: (line) => <PerPayout line={line} />,
  },
  {
    id: 'share',
    header: 'Of volume',
    align: 'end',
    phone: 'detail',
    cell: (line) => <span className="num">{shareWords(line)}</span>,
  },
  {
    id: 'trend',
    header: 'Fees by month',
    align: 'end',
    phone: 'hide',
    from: 'md',
    cell: (line) => <Spark values={line.byMonth.slice(0, over).map((month) => toPlot(feesOf(month), line.chargeCurrency))} />,
  },
]

function Booked({ line: { payouts, feeUnknown } }: { line: Corridor }) {
  return (
    <>
      <Count of={payouts} />
      {feeUnknown > 0 && (
        <span className="block text-xs text-muted">
          <Count of={feeUnknown} /> without a fee
        </span>
      )}
    </>
  )
}

function Fees({ line }: { line: Corridor }) {
  return (
    <>
      <Money amountMinor={feesOf(line)} currency={line.chargeCurrency} strong />
      {line.returnFeeMinor > 0n && (
        <span className="block text-xs text-muted">
          <Money amountMinor={line.returnFeeMinor} currency={line.chargeCurrency} /> for returns
        </span>
      )}
    </>
  )
}

function PerPayout({ line }: { line: Corridor }) {
  const each = perPayout(line)
  return each === null ? '–' : <Money amountMinor={each} currency={line.chargeCurrency} />
}

/** The figures of every corridor, in the chart or not. */
export function CorridorTable({ lines, over }: { lines: readonly Corridor[]; over: number }) {
  return (
    <DataTable
      caption="Fees by corridor, by what was paid and what was charged in"
      columns={columnsOf(over)}
      rows={lines}
      rowKey={(line) => `${line.corridor} ${line.currency} ${line.chargeCurrency}`}
    />
  )
}

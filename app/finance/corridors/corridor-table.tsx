import { Spark } from '@/components/chart-spark'
import { type Column, DataTable } from '@/components/data-table'
import { Count, Money } from '@/components/money'
import { type DeskUrl, rowsHref } from '../finance-url'
import { RowsLink } from '../rows-link'
import { type Corridor, corridorWords, feesOf, perPayout, shareWords, toPlot } from './corridors'

/** The trend leaves out months that are not over: their figures would look like a fall. */
const columnsOf = (over: number, url: DeskUrl, isAlone: (line: Corridor) => boolean): readonly Column<Corridor>[] => [
  { id: 'corridor', header: 'Corridor', phone: 'lead', cell: (line) => <span className="font-[550]">{corridorWords(line.corridor)}</span> },
  { id: 'currency', header: 'Paid in', phone: 'detail', cell: (line) => <span className="text-muted">{line.currency}</span> },
  {
    id: 'charge',
    header: 'Charged in',
    phone: 'hide',
    from: 'lg',
    cell: (line) => <span className="text-muted">{line.chargeCurrency}</span>,
  },
  {
    id: 'payouts',
    header: 'Payouts',
    align: 'end',
    phone: 'detail',
    cell: (line) => <Booked line={line} url={isAlone(line) ? url : null} />,
  },
  {
    id: 'fees',
    header: 'Fees',
    align: 'end',
    phone: 'money',
    cell: (line) => <Fees line={line} url={url} />,
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
    header: 'Fees over time',
    align: 'end',
    phone: 'hide',
    from: 'md',
    cell: (line) => <Spark values={line.byMonth.slice(0, over).map((month) => toPlot(feesOf(month), line.chargeCurrency))} />,
  },
]

/** @param url null where the payouts are told apart by what they were charged in, which the rows of payouts are not */
function Booked({ line: { payouts, feeUnknown, corridor, currency }, url }: { line: Corridor; url: DeskUrl | null }) {
  return (
    <>
      {url ? (
        <RowsLink href={rowsHref(url, { figure: 'paid', corridor, in: currency })}>
          <Count of={payouts} />
        </RowsLink>
      ) : (
        <Count of={payouts} />
      )}
      {feeUnknown > 0 && (
        <span className="block text-xs text-muted">
          <Count of={feeUnknown} /> without a fee
        </span>
      )}
    </>
  )
}

function Fees({ line, url }: { line: Corridor; url: DeskUrl }) {
  return (
    <>
      <RowsLink href={rowsHref({ ...url, currency: line.currency }, { figure: 'fees', corridor: line.corridor, in: line.chargeCurrency })}>
        <Money amountMinor={feesOf(line)} currency={line.chargeCurrency} strong />
      </RowsLink>
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
export function CorridorTable({ lines, over, url }: { lines: readonly Corridor[]; over: number; url: DeskUrl }) {
  const isAlone = ({ corridor, currency }: Corridor) =>
    lines.filter((line) => line.corridor === corridor && line.currency === currency).length === 1
  return (
    <DataTable
      caption="Fees by corridor, by what was paid and what was charged in"
      columns={columnsOf(over, url, isAlone)}
      rows={lines}
      rowKey={(line) => `${line.corridor} ${line.currency} ${line.chargeCurrency}`}
    />
  )
}

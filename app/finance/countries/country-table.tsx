import { Spark } from '@/components/chart-spark'
import { type Column, DataTable } from '@/components/data-table'
import { Count, Money } from '@/components/money'
import { type Country, failureRate } from './countries'
import { countryName } from './country-names'

/** "1.4 %", not broken before the sign. */
export const rateWords = (rate: number | null): string => (rate === null ? '–' : `${rate.toFixed(1)}\u00a0%`)

/** The trend leaves out months that are not over: their figures would look like a fall. */
const columnsOf = (over: number): readonly Column<Country>[] => [
  { id: 'country', header: 'Country', phone: 'lead', cell: (line) => <span className="font-[550]">{countryName(line.country)}</span> },
  { id: 'currency', header: 'Currency', phone: 'hide', from: 'lg', cell: (line) => <span className="text-muted">{line.currency}</span> },
  { id: 'payouts', header: 'Payouts', align: 'end', phone: 'detail', cell: (line) => <Count of={line.payouts} /> },
  { id: 'settled', header: 'Settled', align: 'end', phone: 'detail', cell: (line) => <Count of={line.settled} /> },
  {
    id: 'amount',
    header: 'Amount settled',
    align: 'end',
    phone: 'money',
    cell: (line) => <Money amountMinor={line.settledMinor} currency={line.currency} strong />,
  },
  { id: 'underway', header: 'Underway', align: 'end', phone: 'hide', from: 'md', cell: (line) => <Count of={line.underway} /> },
  { id: 'failed', header: 'Failed', align: 'end', phone: 'detail', cell: (line) => <Count of={line.failed} /> },
  {
    id: 'rate',
    header: 'Failure rate',
    align: 'end',
    phone: 'detail',
    cell: (line) => <span className="num">{rateWords(failureRate(line))}</span>,
  },
  {
    id: 'trend',
    header: 'Payouts by month',
    align: 'end',
    phone: 'hide',
    from: 'lg',
    cell: (line) => <Spark values={line.byMonth.slice(0, over)} />,
  },
]

export function CountryTable({ lines, over }: { lines: readonly Country[]; over: number }) {
  return (
    <DataTable
      caption="Payouts by country and currency"
      columns={columnsOf(over)}
      rows={lines}
      rowKey={(line) => `${line.country} ${line.currency}`}
    />
  )
}

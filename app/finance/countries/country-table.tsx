import type { ReactNode } from 'react'
import { Spark } from '@/components/chart-spark'
import { type Column, DataTable } from '@/components/data-table'
import { Count, Money } from '@/components/money'
import { type DeskUrl, type RowsUrl, rowsHref } from '../finance-url'
import { RowsLink } from '../rows-link'
import { type Country, failureRate } from './countries'
import { countryName } from './country-names'

/** "1.4 %", not broken before the sign. */
export const rateWords = (rate: number | null): string => (rate === null ? '–' : `${rate.toFixed(1)}\u00a0%`)

/** The trend leaves out months that are not over: their figures would look like a fall. */
const columnsOf = (over: number, to: Leads): readonly Column<Country>[] => [
  { id: 'country', header: 'Country', phone: 'lead', cell: (line) => <span className="font-[550]">{countryName(line.country)}</span> },
  { id: 'currency', header: 'Currency', phone: 'hide', from: 'lg', cell: (line) => <span className="text-muted">{line.currency}</span> },
  { id: 'payouts', header: 'Payouts', align: 'end', phone: 'detail', cell: (line) => to(line, 'payouts', <Count of={line.payouts} />) },
  {
    id: 'settled',
    header: 'Settled',
    align: 'end',
    phone: 'detail',
    cell: (line) => to(line, 'ended', <Count of={line.settled} />, { status: 'settled' }),
  },
  {
    id: 'amount',
    header: 'Amount settled',
    align: 'end',
    phone: 'money',
    cell: (line) => to(line, 'ended', <Money amountMinor={line.settledMinor} currency={line.currency} strong />, { status: 'settled' }),
  },
  {
    id: 'underway',
    header: 'Underway',
    align: 'end',
    phone: 'hide',
    from: 'md',
    cell: (line) => to(line, 'open', <Count of={line.underway} />),
  },
  { id: 'failed', header: 'Failed', align: 'end', phone: 'detail', cell: (line) => to(line, 'failures', <Count of={line.failed} />) },
  {
    id: 'rate',
    header: 'Failure rate',
    align: 'end',
    phone: 'detail',
    cell: (line) => <span className="num">{rateWords(failureRate(line))}</span>,
  },
  {
    id: 'trend',
    header: 'Payouts over time',
    align: 'end',
    phone: 'hide',
    from: 'lg',
    cell: (line) => <Spark values={line.byMonth.slice(0, over)} />,
  },
]

type Leads = (line: Country, figure: RowsUrl['figure'], words: ReactNode, more?: Partial<RowsUrl>) => ReactNode

export function CountryTable({ lines, over, url }: { lines: readonly Country[]; over: number; url: DeskUrl }) {
  const to: Leads = ({ country, currency }, figure, words, more) => (
    <RowsLink href={rowsHref(url, { figure, country, in: currency, ...more })}>{words}</RowsLink>
  )
  return (
    <DataTable
      caption="Payouts by country and currency"
      columns={columnsOf(over, to)}
      rows={lines}
      rowKey={(line) => `${line.country} ${line.currency}`}
    />
  )
}

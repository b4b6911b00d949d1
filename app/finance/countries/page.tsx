import { may } from '@/access/permissions'
import { server } from '@/app/http/server'
import { signedIn } from '@/app/signed-in'
import { ChartBars } from '@/components/chart-bars'
import { ChartFigure } from '@/components/chart-figure'
import { Spark } from '@/components/chart-spark'
import { type Column, DataTable } from '@/components/data-table'
import { NothingMatches, NothingYet } from '@/components/empty'
import { Count, countWords, Money } from '@/components/money'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Refresher } from '@/components/refresher'
import { judge } from '@/platform/freshness'
import { Covers } from '../covers'
import { type FinanceParams, monthsBetween, readFilter } from '../filter'
import { FinanceFilter } from '../finance-filter'
import { FinanceTabs } from '../finance-tabs'
import { type Country, sumCountries } from './countries'

export const metadata = { title: 'Payouts by country · PayLedger' }

const names = new Intl.DisplayNames('en-GB', { type: 'region' })
const nameOf = (country: string): string => names.of(country) ?? country

const COLUMNS: readonly Column<Country>[] = [
  { id: 'country', header: 'Country', phone: 'lead', cell: (line) => <span className="font-[550]">{nameOf(line.country)}</span> },
  { id: 'currency', header: 'Currency', phone: 'hide', cell: (line) => line.currency },
  { id: 'payouts', header: 'Payouts', align: 'end', phone: 'detail', cell: (line) => <Count of={line.payouts} /> },
  {
    id: 'amount',
    header: 'Amount',
    align: 'end',
    phone: 'money',
    cell: (line) => <Money amountMinor={line.amountMinor} currency={line.currency} strong />,
  },
  { id: 'settled', header: 'Settled', align: 'end', phone: 'detail', cell: (line) => <Count of={line.settled} /> },
  { id: 'failed', header: 'Failed', align: 'end', phone: 'detail', cell: (line) => <Count of={line.failed} /> },
  {
    id: 'rate',
    header: 'Failure rate',
    align: 'end',
    phone: 'detail',
    cell: (line) => `${((100 * line.failed) / Math.max(1, line.payouts)).toFixed(1)} %`,
  },
  { id: 'trend', header: 'By month', align: 'end', phone: 'hide', from: 'md', cell: (line) => <Spark values={line.byMonth} /> },
]

export default async function CountriesPage({ searchParams }: { searchParams: Promise<FinanceParams> }) {
  const session = await signedIn()
  if (!may(session.role, 'finance:read')) return null
  const now = new Date()
  const { filter, ignored } = readFilter(await searchParams, session, now)
  const { finance } = server()
  const [answer, choices] = await Promise.all([finance.payoutsByCountry(filter), finance.choices(session.companies)])
  const isPublished = answer.coverage.position !== null
  const months = monthsBetween(filter.from, filter.to)
  const lines = sumCountries(answer.rows, months)
  const series = lines.map(({ country, currency }) => ({ key: `${country} ${currency}`, label: `${nameOf(country)} (${currency})` }))
  const points = months.map((month, index) => ({
    label: month,
    values: Object.fromEntries(
      lines.map((line) => [
        `${line.country} ${line.currency}`,
        { plot: line.byMonth[index] ?? 0, text: `${countWords(line.byMonth[index] ?? 0)} payouts` },
      ]),
    ),
  }))
  return (
    <>
      <PageHead
        title="Payouts by country"
        sub="Where payouts go and how they end, by the month of their pay date."
        freshness={judge('finance', answer.coverage, now)}
      />
      <FinanceTabs current="countries" />
      <FinanceFilter path="/finance/countries" filter={filter} companies={choices.companies} currencies={choices.currencies} />
      {ignored.length > 0 && (
        <Note tone="info" title="Not understood, and left out:">
          {ignored.join(', ')}
        </Note>
      )}
      {!isPublished && (
        <NothingYet title="Nothing is published yet">
          The first figures appear a few seconds after the finance loader has read the events.
        </NothingYet>
      )}
      {isPublished && lines.length === 0 && (
        <NothingMatches clearHref="/finance/countries">No payout has its pay date in these months.</NothingMatches>
      )}
      {isPublished && lines.length > 0 && (
        <>
          <ChartFigure
            title="Payouts"
            unit="by month of the pay date"
            series={series}
            table={
              <DataTable
                caption="Payouts by country and currency"
                columns={COLUMNS}
                rows={lines}
                rowKey={(line) => `${line.country} ${line.currency}`}
              />
            }
          >
            <ChartBars label="Payouts by month and country; the same figures are in the table below" series={series} points={points} />
          </ChartFigure>
          <Covers coverage={answer.coverage} />
        </>
      )}
      <Refresher everyMs={15_000} />
    </>
  )
}

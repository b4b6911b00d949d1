import { may } from '@/access/permissions'
import { server } from '@/app/http/server'
import { signedIn } from '@/app/signed-in'
import { ChartBars } from '@/components/chart-bars'
import { ChartFigure } from '@/components/chart-figure'
import { NothingMatches, NothingYet } from '@/components/empty'
import { Facts } from '@/components/facts'
import { Count, Money } from '@/components/money'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Refresher } from '@/components/refresher'
import { formatMinor } from '@/events/money'
import { judge } from '@/platform/freshness'
import { CorridorTable } from './corridor-table'
import { type Corridor, corridorWords, perPayout, shareOfVolume, sumCorridors, toPlot } from './corridors'
import { Covers } from './covers'
import { type FinanceParams, monthsBetween, readFilter } from './filter'
import { FinanceFilter } from './finance-filter'
import { FinanceTabs } from './finance-tabs'

export const metadata = { title: 'Fees by corridor · PayLedger' }

const SUB = 'What banks charged for booked payouts, by booking month. Currencies are never added together.'

export default async function FeesPage({ searchParams }: { searchParams: Promise<FinanceParams> }) {
  const session = await signedIn()
  if (!may(session.role, 'finance:read')) return null
  const now = new Date()
  const { filter, ignored } = readFilter(await searchParams, session, now)
  const { finance } = server()
  const [answer, choices] = await Promise.all([finance.feesByCorridor(filter), finance.choices(session.companies)])
  const isPublished = answer.coverage.position !== null
  const months = monthsBetween(filter.from, filter.to)
  const lines = sumCorridors(answer.rows, months)
  const currencies = [...new Set(lines.map((line) => line.currency))]
  const charted = filter.currency ?? (currencies.includes('EUR') ? 'EUR' : currencies[0])
  const drawn = lines.filter((line) => line.currency === charted)
  const series = drawn.map(({ corridor }) => ({ key: corridor, label: corridorWords(corridor) }))
  const points = months.map((month, index) => ({
    label: month,
    values: Object.fromEntries(
      drawn.map((line) => [
        line.corridor,
        {
          plot: toPlot(line.byMonth[index] ?? 0n, line.currency),
          text: `${formatMinor(line.byMonth[index] ?? 0n, line.currency)} ${line.currency}`,
        },
      ]),
    ),
  }))
  return (
    <>
      <PageHead title="Fees by corridor" sub={SUB} freshness={judge('finance', answer.coverage, now)} />
      <FinanceTabs current="fees" />
      <FinanceFilter path="/finance" filter={filter} companies={choices.companies} currencies={choices.currencies} />
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
      {isPublished && lines.length === 0 && <NothingMatches clearHref="/finance">No payout was booked in these months.</NothingMatches>}
      {isPublished && lines.length > 0 && (
        <>
          <Facts facts={factsOf(lines)} />
          <ChartFigure title={`Fees in ${charted}`} unit="by booking month" series={series} table={<CorridorTable lines={lines} />}>
            <ChartBars
              label={`Fees in ${charted} by month and corridor; the same figures are in the table below`}
              series={series}
              points={points}
            />
          </ChartFigure>
          <Covers coverage={answer.coverage} />
        </>
      )}
      <Refresher everyMs={15_000} />
    </>
  )
}

function factsOf(lines: readonly Corridor[]) {
  const booked = lines.reduce((sum, line) => sum + line.payouts, 0)
  const unknown = lines.reduce((sum, line) => sum + line.feeUnknown, 0)
  const dearest = lines.reduce((a, b) => (shareOfVolume(b) > shareOfVolume(a) ? b : a))
  const euros = lines.filter((line) => line.currency === 'EUR').reduce((sum, line) => sum + line.feeMinor, 0n)
  const others = new Set(lines.map((line) => line.currency).filter((currency) => currency !== 'EUR'))
  return [
    { label: 'Booked payouts', value: <Count of={booked} />, note: unknown > 0 ? `${unknown} without a fee named` : 'each with its fee' },
    {
      label: 'Fees in euros',
      value: <Money amountMinor={euros} currency="EUR" />,
      note: others.size > 0 ? `and in ${[...others].join(', ')}, below` : 'no other currency',
    },
    {
      label: 'Dearest corridor',
      value: corridorWords(dearest.corridor),
      note: `${formatMinor(perPayout(dearest), dearest.currency)} ${dearest.currency} per payout, ${shareOfVolume(dearest).toFixed(2)} %`,
    },
  ]
}

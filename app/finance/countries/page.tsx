import type { Metadata } from 'next'
import { NothingMatches, NothingYet } from '@/components/empty'
import { LastKnown, lastKnownAge } from '@/components/last-known'
import { PageHead } from '@/components/page-head'
import { Refresher } from '@/components/refresher'
import { server } from '../../http/server'
import { entered } from '../../signed-in'
import { Covers } from '../covers'
import { FigureLinks } from '../figure-links'
import { FigureNotes } from '../figure-notes'
import { figuresAt, freshnessAt } from '../figures-at'
import { FinanceFilter } from '../finance-filter'
import { FinanceTabs } from '../finance-tabs'
import { readDeskUrl } from '../finance-url'
import { bucketsBetween, bucketsOver } from '../grains'
import { NoPast, PastNote } from '../past-note'
import { proofHref } from '../proof-of'
import { filterOf } from '../read-figures'
import { sumCountries } from './countries'
import { CountryChart } from './country-chart'
import { CountryFacts } from './country-facts'
import { CountryHeat } from './country-heat'

export const metadata: Metadata = { title: 'Payouts by country' }

const REFRESH_MS = 15_000

export default async function CountriesPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const session = await entered('finance:read')
  if (!session) return null
  const now = new Date()
  const url = await readDeskUrl(searchParams)
  const filter = filterOf(url, session, now)
  const at = await figuresAt(server().finance, url, now)
  if (at.figures === null) return <NoPast at={at} title="Payouts by country" path="/finance/countries" url={url} />
  const finance = at.figures
  const [answer, choices] = await Promise.all([finance.payoutsByCountry(filter), finance.choices(session.companies)])
  const grain = filter.grain ?? 'month'
  const months = bucketsBetween(filter, grain)
  const lines = sumCountries(answer.rows, months)
  const freshness = await freshnessAt(at, answer.coverage, now)
  const isPublished = answer.coverage.position !== null
  return (
    <>
      <PageHead
        title="Payouts by country"
        sub="Where payouts go and how they end, by the month of their pay date."
        freshness={freshness}
        actions={<FigureLinks page="/finance/countries" url={url} figure="payouts" by="country" />}
      />
      <FinanceTabs current="/finance/countries" url={url} />
      <FinanceFilter path="/finance/countries" url={url} choices={choices} now={now} />
      <PastNote at={at} coverage={answer.coverage} path="/finance/countries" url={url} />
      <FigureNotes search={await searchParams} url={url} coverage={answer.coverage} now={now} />
      {!isPublished && <NothingYet title="No figures yet">Figures appear a few seconds after the first payouts are submitted.</NothingYet>}
      {isPublished && lines.length === 0 && (
        <NothingMatches clearHref="/finance/countries">No matching payout has its pay date in these months.</NothingMatches>
      )}
      {lines.length > 0 && (
        <>
          <CountryFacts lines={lines} lastKnown={lastKnownAge(freshness)} />
          <LastKnown freshness={freshness}>
            <CountryChart lines={lines} months={months} over={bucketsOver(months, grain, now)} grain={grain} url={url} />
            <CountryHeat lines={lines} months={months} over={bucketsOver(months, grain, now)} grain={grain} url={url} />
          </LastKnown>
          <Covers coverage={answer.coverage} prove={at.isPast ? null : proofHref('payouts-by-country', url)}>
            <li>Each payout counts once, in its current state, in the month of its pay date and the beneficiary’s country.</li>
            <li>Underway means submitted, approved, on hold or sent. Withdrawn and cancelled payouts count as payouts only.</li>
            <li>The failure rate is failed and returned payouts as a percentage of all payouts that ended: settled, failed or returned.</li>
            <li>“Fails most often” needs at least twenty payouts that ended, in one country and currency.</li>
            <li>Amounts are for settled payouts, each currency separately. Nothing is converted.</li>
            <li>A month, week or day that is not over counts so far. The lines in the table leave it out.</li>
          </Covers>
        </>
      )}
      <Refresher everyMs={REFRESH_MS} />
    </>
  )
}

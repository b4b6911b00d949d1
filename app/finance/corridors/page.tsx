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
import { financeHref, readDeskUrl } from '../finance-url'
import { bucketsBetween, bucketsOver, comparedWords, rangeCompared } from '../grains'
import { NoPast, PastNote } from '../past-note'
import { proofHref } from '../proof-of'
import { filterOf } from '../read-figures'
import { CorridorChart } from './corridor-chart'
import { CorridorFacts } from './corridor-facts'
import { sumCorridors } from './corridors'

export const metadata: Metadata = { title: 'Fees by corridor' }

const SUB =
  'What banks charged for booked payouts, by booking month and in the currency of the charge. PayLedger never adds currencies together.'
const FIGURE = { page: '/finance/corridors', figure: 'fees', by: 'corridor' } as const
const REFRESH_MS = 15_000

export default async function FeesPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const session = await entered('finance:read')
  if (!session) return null
  const now = new Date()
  const url = await readDeskUrl(searchParams)
  const filter = filterOf(url, session, now)
  const before = rangeCompared(filter, url.compare)
  const at = await figuresAt(server().finance, url, now)
  if (at.figures === null) return <NoPast at={at} title="Fees by corridor" path="/finance/corridors" url={url} />
  const [answer, earlier, choices] = await Promise.all([
    at.figures.feesByCorridor(filter),
    at.figures.feesByCorridor({ ...filter, ...before }),
    at.figures.choices(session.companies),
  ])
  const grain = filter.grain ?? 'month'
  const months = bucketsBetween(filter, grain)
  const over = bucketsOver(months, grain, now)
  const lines = sumCorridors(answer.rows, months)
  const freshness = await freshnessAt(at, answer.coverage, now)
  const isPublished = answer.coverage.position !== null
  const charted =
    [url.chart, filter.currency, 'EUR'].find((each) => lines.some((line) => line.chargeCurrency === each)) ?? lines[0]?.chargeCurrency
  const reachesBack = choices.firstMonth !== null && choices.firstMonth <= before.from
  return (
    <>
      <PageHead title="Fees by corridor" sub={SUB} freshness={freshness} actions={<FigureLinks url={url} {...FIGURE} />} />
      <FinanceTabs current="/finance/corridors" url={url} />
      <FinanceFilter path="/finance/corridors" url={url} choices={choices} now={now} />
      <PastNote at={at} coverage={answer.coverage} path="/finance/corridors" url={url} />
      <FigureNotes search={await searchParams} url={url} coverage={answer.coverage} now={now} />
      {!isPublished && <NothingYet title="No figures yet">Figures appear a few seconds after the first payouts are submitted.</NothingYet>}
      {isPublished && lines.length === 0 && (
        <NothingMatches clearHref={financeHref('/finance/corridors')}>No matching payout was booked in these months.</NothingMatches>
      )}
      {charted && (
        <>
          <CorridorFacts
            lines={lines}
            months={months}
            over={over}
            charted={charted}
            lastKnown={lastKnownAge(freshness)}
            grain={grain}
            compared={comparedWords(filter, url.compare)}
            before={reachesBack ? earlier.rows.reduce((sum, row) => sum + row.payouts, 0) : null}
          />
          <LastKnown freshness={freshness}>
            <CorridorChart lines={lines} months={months} over={over} charted={charted} url={url} grain={grain} />
          </LastKnown>
          <Covers coverage={answer.coverage} prove={at.isPast ? null : proofHref('fees-by-corridor', url)}>
            <li>
              Each payout counts once, in the month of its booking day, in the bank’s own time zone. If the bank gave no day, the day counts
              on which PayLedger read its file (UTC). A payout that came back later still counts: the bank booked it and charged for it.
            </li>
            <li>
              Fees are what the bank charged, in the currency of the charge, which is often the account’s and not the payout’s. Nothing is
              converted. The cost of a return counts in the month in which the bank booked the return.
            </li>
            <li>
              “Per payout” is the fees without those of returns, divided by the payouts whose fee the bank has named, rounded to the
              currency’s smallest unit. “Of volume” is the same fees as a percentage of the amount of those payouts in the currency of the
              fees. It is empty where the bank did not give that amount.
            </li>
            <li>
              “Biggest change” compares the fee per payout in the last two months (or days, weeks, quarters) in which a corridor was used.
              “Most expensive corridor” is the one whose fees are the largest share of its volume.
            </li>
            <li>A month, week or day that is not over counts so far. The lines in the table leave it out.</li>
          </Covers>
        </>
      )}
      <Refresher everyMs={REFRESH_MS} />
    </>
  )
}

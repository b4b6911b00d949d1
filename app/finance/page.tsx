import type { Metadata } from 'next'
import { Suspense } from 'react'
import { NothingMatches, NothingYet } from '@/components/empty'
import { LastKnown, lastKnownAge } from '@/components/last-known'
import { PageHead } from '@/components/page-head'
import { Refresher } from '@/components/refresher'
import { daysOf } from '@/finance/questions/question'
import { server } from '../http/server'
import { entered } from '../signed-in'
import { Covers } from './covers'
import { FigureLinks } from './figure-links'
import { FigureNotes } from './figure-notes'
import { FIGURE_WORDS } from './figure-words'
import { figuresAt, freshnessAt } from './figures-at'
import { FinanceFilter } from './finance-filter'
import { FinanceTabs } from './finance-tabs'
import { readDeskUrl } from './finance-url'
import { bucketsBetween, bucketsOver, comparedWords, rangeCompared } from './grains'
import { monthRange } from './months'
import { currenciesOf, OVERVIEW, sumsOf } from './overview'
import { OverviewFacts } from './overview-facts'
import { OverviewTables } from './overview-tables'
import { NoPast, PastNote } from './past-note'
import { proofHref } from './proof-of'
import { PinnedFigures } from './questions/pinned-figures'
import { questionOf } from './read-figures'
import { TooMuchNote } from './too-much'
import { orTooMuch } from './too-much-error'

export const metadata: Metadata = { title: 'Finance overview' }

const REFRESH_MS = 15_000
const NOTHING = { rows: [], coverage: { coveredUntil: null, position: null, deadLetters: 0 } }

export default async function OverviewPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const session = await entered('finance:read')
  if (!session) return null
  const now = new Date()
  const url = await readDeskUrl(searchParams)
  const range = monthRange(url, now)
  const earlier = rangeCompared(range, url.compare)
  const question = questionOf(url, session, now)
  const at = await figuresAt(server().finance, url, now)
  if (at.figures === null) return <NoPast at={at} title="Finance overview" path="/finance" url={url} />
  const finance = at.figures
  const [read, choices] = await Promise.all([
    orTooMuch(
      finance.figures(
        question,
        OVERVIEW.map((figure) => ({ figure, before: daysOf(earlier) })),
      ),
    ),
    finance.choices(session.companies),
  ])
  const { rows, coverage } = read === 'too much' ? NOTHING : read
  const sums = sumsOf(rows)
  const currencies = currenciesOf(sums)
  const currency =
    [url.chart, url.currency, 'EUR'].find((each) => each && currencies.includes(each)) ?? currencies[0] ?? url.currency ?? 'EUR'
  const buckets = bucketsBetween(range, question.grain)
  const over = bucketsOver(buckets, question.grain, now)
  const freshness = await freshnessAt(at, coverage, now)
  const reachesBack = choices.firstMonth !== null && choices.firstMonth <= earlier.from
  const isEmpty = OVERVIEW.every((figure) => sums[figure].every(({ before }) => before))
  const shown = { sums, currency, buckets, over, url }
  return (
    <>
      <PageHead
        title="Finance overview"
        sub="What was paid, what it cost, and how it went. Each currency by itself."
        freshness={freshness}
        actions={<FigureLinks page="/finance" url={url} />}
      />
      <FinanceTabs current="/finance" url={url} />
      <FinanceFilter path="/finance" url={url} choices={choices} now={now} />
      <PastNote at={at} coverage={coverage} path="/finance" url={url} />
      <FigureNotes search={await searchParams} url={url} coverage={coverage} now={now} />
      <Suspense fallback={null}>
        <PinnedFigures session={session} now={now} lastKnown={lastKnownAge(freshness)} />
      </Suspense>
      {read === 'too much' && <TooMuchNote />}
      {read !== 'too much' && coverage.position === null && (
        <NothingYet title="No figures yet">Figures appear a few seconds after the first payouts are submitted.</NothingYet>
      )}
      {coverage.position !== null && isEmpty && (
        <NothingMatches clearHref="/finance">No matching payout was booked, ended or is open in these months.</NothingMatches>
      )}
      {coverage.position !== null && !isEmpty && (
        <>
          <OverviewFacts {...shown} compared={reachesBack ? comparedWords(range, url.compare) : null} lastKnown={lastKnownAge(freshness)} />
          <LastKnown freshness={freshness}>
            <OverviewTables {...shown} grain={question.grain} />
          </LastKnown>
          <Covers coverage={coverage} prove={at.isPast ? null : proofHref('fees-by-corridor', url)}>
            {OVERVIEW.map((figure) => (figure === 'ended' ? 'failures' : figure)).map((figure) => (
              <li key={figure}>
                {FIGURE_WORDS[figure].title}: {FIGURE_WORDS[figure].counts} {FIGURE_WORDS[figure].day}
              </li>
            ))}
            <li>Amounts are in one currency at a time. Shares and times are of payouts in all currencies, unless you choose one.</li>
            <li>A month, week or day that is not over counts so far. The small lines leave it out.</li>
          </Covers>
        </>
      )}
      <Refresher everyMs={REFRESH_MS} />
    </>
  )
}

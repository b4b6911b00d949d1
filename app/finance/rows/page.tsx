import type { Metadata } from 'next'
import { may } from '@/access/permissions'
import { NothingMatches, NothingYet } from '@/components/empty'
import { Facts } from '@/components/facts'
import { LastKnown, lastKnownAge } from '@/components/last-known'
import { Count, Money } from '@/components/money'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Pagination } from '@/components/pagination'
import { FIGURES, type FigureName } from '@/finance/questions/question'
import type { Figures } from '@/finance/reader'
import { server } from '../../http/server'
import { entered } from '../../signed-in'
import { Covers } from '../covers'
import { ExportLinks } from '../export-links'
import { FigureLinks } from '../figure-links'
import { FigureNotes } from '../figure-notes'
import { FIGURE_WORDS } from '../figure-words'
import { figuresAt, freshnessAt } from '../figures-at'
import { financeHref, type RowsUrl, readRowsUrl } from '../finance-url'
import { NoPast, PastNote } from '../past-note'
import { PROOF_OF, proofHref } from '../proof-of'
import { rowQuestionOf } from '../read-figures'
import { TooMuchNote } from '../too-much'
import { orTooMuch } from '../too-much-error'
import { choicesOf } from './row-choices'
import { RowTable } from './row-table'

export const metadata: Metadata = { title: 'Rows behind a figure' }

const ROWS_A_PAGE = 100
const NOTHING = { coveredUntil: null, position: null, deadLetters: 0 }

export default async function RowsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const session = await entered('finance:read')
  if (!session) return null
  const now = new Date()
  const url = await readRowsUrl(searchParams)
  const figure = url.figure ?? FIGURES[0]
  const words = FIGURE_WORDS[figure]
  const at = await figuresAt(server().finance, url, now)
  if (at.figures === null) return <NoPast at={at} title={words.title} path="/finance/rows" url={url} />
  const finance = at.figures
  const [read] = await Promise.all([
    orTooMuch(finance.rows({ ...rowQuestionOf(url, session, now), figure, after: url.after, size: ROWS_A_PAGE })),
  ])
  const coverage = read === 'too much' || read === null ? NOTHING : read.coverage
  const freshness = await freshnessAt(at, coverage, now)
  return (
    <>
      <PageHead
        crumbs={[{ label: 'Finance', href: financeHref('/finance', { ...url, ...NO_ROWS }) }]}
        title={words.title}
        reference="row by row"
        sub={`${words.counts} ${words.day}`}
        freshness={freshness}
        actions={[
          <ExportLinks
            key="files"
            of="rows"
            url={{ ...url, figure }}
            rows={read === 'too much' || read === null ? 0 : rowsOf(read.page)}
          />,
          <FigureLinks key="links" page="/finance/rows" url={{ ...url, figure }} figure={figure} of="rows" />,
        ]}
      />
      <PastNote at={at} coverage={coverage} path="/finance/rows" url={url} />
      <FigureNotes of="rows" search={await searchParams} url={url} coverage={coverage} now={now} />
      <p className="mb-4 text-muted">{choicesOf(url, now)}</p>
      {read === 'too much' && <TooMuchNote />}
      {read === null && <NothingYet title="No figures yet">Figures appear a few seconds after the first payouts are submitted.</NothingYet>}
      {read !== null && read !== 'too much' && (
        <>
          <Renewed url={url} figure={figure} position={coverage.position} />
          {read.page.totals.length === 0 ? (
            <NothingMatches clearHref={financeHref('/finance/rows', { figure })}>No row of this figure is in this time.</NothingMatches>
          ) : (
            <>
              <Totals totals={read.page.totals} noun={words.noun} lastKnown={lastKnownAge(freshness)} />
              <LastKnown freshness={freshness}>
                <RowTable rows={read.page.rows} figure={figure} mayReadPayouts={may(session, 'payouts:read')} />
                <Pages url={url} page={read.page} noun={words.noun} position={coverage.position} />
              </LastKnown>
              <Covers coverage={coverage} prove={at.isPast ? null : proofHref(PROOF_OF[figure], url)}>
                <li>
                  {words.counts} {words.day}
                </li>
                <li>The sums above are of all pages, each currency by itself. They equal the figure that led here.</li>
                <li>The position is that of the event that says what the row says. The payout’s page shows all its events.</li>
              </Covers>
            </>
          )}
        </>
      )}
    </>
  )
}

/** What only rows have in their address. */
const NO_ROWS = {
  ...{ figure: null, in: null, corridor: null, country: null, reason: null, status: null, at: null, after: null, seen: null },
} as const

type Page = NonNullable<Awaited<ReturnType<Figures['rows']>>>['page']

const rowsOf = ({ totals }: Page): number => totals.reduce((sum, { rows }) => sum + rows, 0)

function Totals({ totals, noun, lastKnown }: { totals: Page['totals']; noun: string; lastKnown: string | null }) {
  const facts = totals.map(({ currency, rows, minor }) => ({
    label: currency,
    value: <Money amountMinor={minor} currency={currency} />,
    note: (
      <>
        <Count of={rows} /> {rows === 1 ? noun.slice(0, -1) : noun}
      </>
    ),
  }))
  return <Facts lastKnown={lastKnown} facts={facts} />
}

function Pages({ url, page, noun, position }: { url: RowsUrl; page: Page; noun: string; position: string | null }) {
  const total = rowsOf(page)
  const to = (after: RowsUrl['after']) => financeHref('/finance/rows', { ...url, after, seen: url.seen ?? position })
  return (
    <Pagination
      from={page.skipped + 1}
      to={page.skipped + page.rows.length}
      total={total}
      noun={noun}
      previousHref={page.previous === undefined ? null : to(page.previous)}
      nextHref={page.next && to(page.next)}
    />
  )
}

/** Pages of two publications may not add up. */
function Renewed({ url, figure, position }: { url: RowsUrl; figure: FigureName; position: string | null }) {
  if (url.after === null || url.seen === null || url.seen === position) return null
  return (
    <Note tone="info" title="The figures were renewed since you opened the first page.">
      Rows on the pages before may have changed.{' '}
      <a className="link" href={financeHref('/finance/rows', { ...url, figure, after: null, seen: null })}>
        Start again from the first page
      </a>{' '}
      if you add them up.
    </Note>
  )
}

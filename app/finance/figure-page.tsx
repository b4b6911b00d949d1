import type { ReactNode } from 'react'
import { NothingMatches, NothingYet } from '@/components/empty'
import { LastKnown } from '@/components/last-known'
import { PageHead } from '@/components/page-head'
import { Refresher } from '@/components/refresher'
import type { Dimension, FigureName, Grain } from '@/finance/questions/question'
import type { FigureSum } from '@/finance/questions/sum-figures'
import { server } from '../http/server'
import { entered } from '../signed-in'
import { Covers } from './covers'
import { ExportLinks } from './export-links'
import { FigureLinks } from './figure-links'
import { FigureNotes } from './figure-notes'
import { FIGURE_WORDS } from './figure-words'
import { figuresAt, freshnessAt } from './figures-at'
import { FinanceFilter } from './finance-filter'
import { FinanceTabs } from './finance-tabs'
import { type DeskUrl, type FinancePath, readDeskUrl } from './finance-url'
import { bucketsBetween, bucketsOver } from './grains'
import { monthRange } from './months'
import { NoPast, PastNote } from './past-note'
import { PROOF_OF, proofHref } from './proof-of'
import { questionOf } from './read-figures'
import { TooMuchNote } from './too-much'
import { orTooMuch } from './too-much-error'

const REFRESH_MS = 15_000
const NOTHING = { rows: [], coverage: { coveredUntil: null, position: null, deadLetters: 0 } }

/** What a page shows: the figure by its dimension, and of everything together. */
export type Shown = {
  lines: readonly FigureSum[]
  whole: readonly FigureSum[]
  buckets: readonly string[]
  over: number
  grain: Grain
  url: DeskUrl
}

type Props = {
  path: FinancePath
  figure: FigureName
  by: Dimension
  title: string
  sub: string
  /** How it is counted, beside what the figure counts. */
  notes: readonly string[]
  now: Date
  search: Promise<Record<string, string | string[] | undefined>>
  show: (shown: Shown) => ReactNode
}

/** A page of one figure, told apart by one dimension. */
export async function FigurePage({ path, figure, by, title, sub, notes, now, search, show }: Props) {
  const session = await entered('finance:read')
  if (!session) return null
  const url = await readDeskUrl(search)
  const question = questionOf(url, session, now)
  const at = await figuresAt(server().finance, url, now)
  if (at.figures === null) return <NoPast at={at} title={title} path={path} url={url} />
  const finance = at.figures
  const [read, choices] = await Promise.all([
    orTooMuch(finance.figures(question, [{ figure, by }, { figure }])),
    finance.choices(session.companies),
  ])
  const { rows, coverage } = read === 'too much' ? NOTHING : read
  const [lines = [], whole = []] = rows
  const buckets = bucketsBetween(monthRange(url, now), question.grain)
  const freshness = await freshnessAt(at, coverage, now)
  return (
    <>
      <PageHead
        title={title}
        sub={sub}
        freshness={freshness}
        actions={[
          <ExportLinks key="files" of="figure" url={{ ...url, figure }} rows={rowsOf(whole)} />,
          <FigureLinks key="links" page={path} url={url} figure={figure} by={by} />,
        ]}
      />
      <FinanceTabs current={path} url={url} />
      <FinanceFilter path={path} url={url} choices={choices} now={now} />
      <PastNote at={at} coverage={coverage} path={path} url={url} />
      <FigureNotes search={await search} url={url} coverage={coverage} now={now} />
      {read === 'too much' && <TooMuchNote />}
      {read !== 'too much' && coverage.position === null && (
        <NothingYet title="No figures yet">Figures appear a few seconds after the first payouts are submitted.</NothingYet>
      )}
      {coverage.position !== null && lines.length === 0 && (
        <NothingMatches clearHref={path}>No payout of this figure is in these months.</NothingMatches>
      )}
      {lines.length > 0 && (
        <>
          <LastKnown freshness={freshness}>
            {show({ lines, whole, buckets, over: bucketsOver(buckets, question.grain, now), grain: question.grain, url })}
          </LastKnown>
          <Covers coverage={coverage} prove={at.isPast ? null : proofHref(PROOF_OF[figure], url)}>
            <li>
              {FIGURE_WORDS[figure].counts} {FIGURE_WORDS[figure].day}
            </li>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </Covers>
        </>
      )}
      <Refresher everyMs={REFRESH_MS} />
    </>
  )
}

/** How many rows a figure has, in all currencies. */
const rowsOf = (whole: readonly FigureSum[]): number =>
  whole.find(({ bucket, currency }) => bucket === null && currency === null)?.rows ?? 0

/** The sums of each value of the dimension: its whole time, and each part of it. Amounts of different currencies stay apart. */
export const wholeTimes = (lines: readonly FigureSum[], isByCurrency: boolean): FigureSum[] =>
  lines
    .filter(({ bucket, currency }) => bucket === null && (currency !== null) === isByCurrency)
    .toSorted((a, b) => b.payouts - a.payouts || (a.by ?? '').localeCompare(b.by ?? ''))

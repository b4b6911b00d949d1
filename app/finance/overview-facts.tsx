import type { ReactNode } from 'react'
import { Spark } from '@/components/chart-spark'
import { Facts } from '@/components/facts'
import { countWords } from '@/components/money'
import type { FigureSum } from '@/finance/questions/sum-figures'
import { percentWords } from './corridors/corridors'
import { FigureValue } from './figure-value'
import { durationWords, FIGURE_WORDS } from './figure-words'
import { type DeskUrl, rowsHref } from './finance-url'
import { changeOf, figureOf, isOfMoney, OVERVIEW, type OverviewFigure, type Sums, sumAt } from './overview'
import { RowsLink } from './rows-link'

type Props = {
  sums: Sums
  currency: string
  buckets: readonly string[]
  /** How many of them are over. */
  over: number
  /** "on the 6 months before"; null when there is nothing to compare with. */
  compared: string | null
  url: DeskUrl
  lastKnown: string | null
}

/** Six figures, each with what it rests on, what has become of it, its course, and a way to its rows. */
export function OverviewFacts(props: Props) {
  const facts = OVERVIEW.map((figure) => factOf(figure, props))
  return (
    <>
      <Facts lastKnown={props.lastKnown} facts={facts.slice(0, 3)} />
      <Facts lastKnown={props.lastKnown} facts={facts.slice(3)} />
    </>
  )
}

function factOf(figure: OverviewFigure, { sums, currency, buckets, over, compared, url }: Props) {
  const sum = sumAt(sums, figure, { currency })
  const shown = figure === 'ended' ? 'failures' : figure
  const trend = buckets.slice(0, over).map((bucket) => {
    const value = figureOf(figure, sumAt(sums, figure, { currency, bucket }))
    return value === null ? null : Number(value)
  })
  return {
    label: FIGURE_WORDS[shown].title,
    value: (
      <RowsLink href={rowsHref(url, { figure: shown, ...(isOfMoney(figure) && { in: currency }) })}>
        <FigureValue figure={figure} sum={sum} currency={currency} />
      </RowsLink>
    ),
    note: (
      <>
        {restsOn(figure, sum)}
        {changeWords(figure, sums, { currency, compared, soFar: over < buckets.length })}
        <span className="mt-1 block">
          <Spark values={trend} />
        </span>
      </>
    ),
  }
}

const payoutsWords = (count: number): string => `${countWords(count)} ${count === 1 ? 'payout' : 'payouts'}`

function restsOn(figure: OverviewFigure, sum: FigureSum | undefined): ReactNode {
  const payouts = sum?.payouts ?? 0
  if (figure === 'ended') return `${countWords(sum?.unpaid ?? 0)} of ${payoutsWords(payouts)} that ended`
  if (figure !== 'settlement' || payouts < 2 || sum?.nineInTenWithin == null) return payoutsWords(payouts)
  return `${payoutsWords(payouts)}; nine in ten within ${durationWords(sum.nineInTenWithin)}`
}

type Compared = { currency: string; compared: string | null; soFar: boolean }

function changeWords(figure: OverviewFigure, sums: Sums, { currency, compared, soFar }: Compared): string {
  if (compared === null) return '; no earlier months to compare with'
  const change = changeOf(figure, sumAt(sums, figure, { currency }), sumAt(sums, figure, { currency, before: true }))
  if (change === null) return '; nothing to compare with'
  const words = figure === 'ended' ? percentWords(change).replace(/\u00a0%$/, '\u00a0points') : percentWords(change)
  return `; ${words}${soFar ? ' so far' : ''} ${compared}`
}

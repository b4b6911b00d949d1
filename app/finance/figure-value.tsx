import { Money } from '@/components/money'
import { formatMinor } from '@/events/money'
import type { FigureSum } from '@/finance/questions/sum-figures'
import { durationWords } from './figure-words'
import { figureOf, isOfOne, type OverviewFigure } from './overview'

/** A figure as it is read: an amount with its currency, a share, a length of time; "–" where it says nothing. */
export function FigureValue({ figure, sum, currency }: { figure: OverviewFigure; sum: FigureSum | undefined; currency: string }) {
  const value = figureOf(figure, sum)
  if (value === null) return '–'
  if (figure === 'ended') return <span className="num">{shareWords(value)}</span>
  if (figure === 'settlement') return <span className="num">{durationWords(Number(value))}</span>
  return <Money amountMinor={value} currency={currency} />
}

/** Millionths as "2.5 %", not broken before the sign. */
export const shareWords = (millionths: bigint): string => `${(Number(millionths) / 10_000).toFixed(1)}\u00a0%`

/** The same in words, for a chart. */
export const moneyWords = (minor: bigint, currency: string): string => `${formatMinor(minor, currency)} ${currency}`

/** What stands behind a figure that is an average or a share: of one payout it is no more than that payout. */
export function OnlyOne({ figure, sum }: { figure: OverviewFigure; sum: FigureSum | undefined }) {
  return isOfOne(figure, sum) ? <span className="block text-xs text-muted">1 payout</span> : null
}

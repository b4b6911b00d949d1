/** Whose figures a page or an answer is of: those of now, or as they stood at the moment that its address names. */
import { differing } from '@/desks/read-freshness'
import { readProgress } from '@/finance/progress'
import type { Figures, Reader } from '@/finance/reader'
import { type Coverage, judge, withDiffering } from '@/platform/freshness'
import { server } from '../http/server'
import { asOfMoment, type DeskUrl } from './finance-url'

type AsOf = Pick<DeskUrl, 'as-of' | 'zone'>
/** `refused` says why there is nothing to look at; `isPast` where it is not now. */
export type FiguresAt = { figures: Figures; isPast: boolean; refused: null } | { figures: null; isPast: true; refused: string }

export const TOO_MUCH_PAST =
  'To work this out took too long and was stopped. Try again in a minute: others may be asking, or the machine is busy.'

/** By the errors' names: the reader is shared by bundles that each have classes of their own. */
export async function figuresAt(finance: Reader, url: AsOf, now: Date): Promise<FiguresAt> {
  const moment = asOfMoment(url)
  if (moment === null) return { figures: finance, isPast: false, refused: null }
  const refused = (sentence: string): FiguresAt => ({ figures: null, isPast: true, refused: sentence })
  try {
    const figures = await finance.asOf(moment, now)
    return figures ? { figures, isPast: true, refused: null } : refused('There are no figures yet.')
  } catch (error) {
    const { name = '', message = '' } = error instanceof Error ? error : {}
    if (name === 'MomentRefused') return refused(message)
    if (name === 'MartsRefused') return refused(`The figures of that time cannot be made: ${message}. An operator can see what is missing.`)
    if (name === 'AskedTooMuch') return refused(TOO_MUCH_PAST)
    throw error
  }
}

/** How current a page is: figures of the past are as old as they were asked to be, and are held against what is published now. */
export async function freshnessAt({ isPast }: FiguresAt, coverage: Coverage, now: Date) {
  const { ledger, financeDir } = server()
  const [of, open] = await Promise.all([isPast ? readProgress(financeDir) : coverage, differing(ledger)])
  return withDiffering(judge('finance', of, now), open.finance)
}

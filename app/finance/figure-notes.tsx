import { Note } from '@/components/note'
import type { Coverage } from '@/platform/freshness'
import { MisreadNote } from '../misread-note'
import { whyIncomplete } from './covers'
import { type DeskUrl, deskParsers, rowsParsers } from './finance-url'
import { grainProblem } from './grains'
import { monthRange, rangeProblem, rangeWords } from './months'

type Search = Readonly<Record<string, string | string[] | undefined>>

/** What one must know before reading the figures: that others are shown than asked for, or that something is missing. */
export function FigureNotes({ search, of = 'figures', url, coverage, now }: NotesProps) {
  const range = monthRange(url, now)
  const outside = rangeProblem(url, now)
  const tooFine = grainProblem(url.grain, range)
  const incomplete = whyIncomplete(coverage)
  return (
    <div className="mb-4 empty:hidden">
      <MisreadNote search={search} parsers={of === 'rows' ? rowsParsers : deskParsers} />
      {outside && (
        <Note tone="info" title="These months cannot be shown.">
          {outside}; showing {rangeWords(range)}.
        </Note>
      )}
      {tooFine && (
        <Note tone="info" title="That is too many columns.">
          {tooFine}.
        </Note>
      )}
      {incomplete && (
        <Note tone="bad" title="These figures are incomplete.">
          {`${incomplete[0]?.toUpperCase()}${incomplete.slice(1)}. An operator can see which ones.`}
        </Note>
      )}
    </div>
  )
}

type NotesProps = { search: Search; of?: 'figures' | 'rows'; url: DeskUrl; coverage: Coverage; now: Date }

import { Note } from '@/components/note'
import type { Coverage } from '@/platform/freshness'
import { MisreadNote } from '../misread-note'
import { whyIncomplete } from './covers'
import { type FilterUrl, feesParsers, filterParsers } from './finance-url'
import { monthRange, rangeProblem, rangeWords } from './months'

type Search = Readonly<Record<string, string | string[] | undefined>>

/** What one must know before reading the figures: that other months are shown than asked for, or that something is missing. */
export function FigureNotes({ search, of, url, coverage, now }: NotesProps) {
  const outside = rangeProblem(url, now)
  const incomplete = whyIncomplete(coverage)
  return (
    <div className="mb-4 empty:hidden">
      <MisreadNote search={search} parsers={of === 'fees' ? feesParsers : filterParsers} />
      {outside && (
        <Note tone="info" title="These months cannot be shown.">
          {outside}; showing {rangeWords(monthRange(url, now))}.
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

type NotesProps = { search: Search; of: 'fees' | 'countries'; url: FilterUrl; coverage: Coverage; now: Date }

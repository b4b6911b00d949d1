import Link from 'next/link'
import { lastKnownAge } from '@/components/last-known'
import { totalWords } from '@/components/pagination'
import { Pill, Pills } from '@/components/pill'
import type { Found } from '@/desks/support/find-payouts'
import { filterParts, negate, supportHref, without, wordsOf } from './query-links'

/** The filters of the query as pills to turn round or take out, how many payouts there are, and in which order. */
export function QueryPills({ q, sort, found }: { q: string; sort: 'best' | 'newest'; found: Found }) {
  // What was not understood is said above, and is no filter.
  const read = found.ignored.reduce((rest, { part }) => without(rest, part), q)
  const hasWords = wordsOf(read) !== ''
  const byBest = sort === 'best' && hasWords
  const other = sort === 'best' ? 'newest' : 'best'
  const isSorted = found.total > 1
  const lastKnown = lastKnownAge(found.freshness)
  return (
    <Pills
      end={
        <>
          {lastKnown !== null && 'last known '}
          {totalWords(found.total, found.totalIsExact)} {found.total === 1 ? 'payout' : 'payouts'}
          {lastKnown !== null && `, ${lastKnown}`}
          {isSorted && ` · ${byBest ? 'best match first' : 'newest first'}`}
          {isSorted && hasWords && (
            <>
              {' '}
              ·{' '}
              <Link className="link" href={supportHref(q, other)}>
                {other === 'newest' ? 'newest first' : 'best match first'}
              </Link>
            </>
          )}
        </>
      }
    >
      {filterParts(read).map(({ part, name, value, negated }) => (
        <Pill
          key={part}
          name={name}
          value={value}
          negated={negated}
          removeHref={supportHref(without(q, part), sort)}
          negateHref={supportHref(negate(q, part), sort)}
        />
      ))}
    </Pills>
  )
}

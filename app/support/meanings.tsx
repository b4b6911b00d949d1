import Link from 'next/link'
import { Note } from '@/components/note'
import type { Found } from '@/desks/support/find-payouts'
import { replaceWord, supportHref } from './query-links'

/** Words that were looked for as something else, too, each with a link to ask for that alone. */
export function Meanings({ q, sort, meanings }: { q: string; sort: 'best' | 'newest'; meanings: Found['meanings'] }) {
  if (meanings.length === 0) return null
  return (
    <Note tone="info" title="Also searched as:">
      <span className="inline-flex flex-wrap gap-x-3">
        {meanings.map(({ word, text }) => (
          <Link key={text} className="link" href={supportHref(replaceWord(q, word, text), sort)}>
            {text}
          </Link>
        ))}
      </span>
    </Note>
  )
}

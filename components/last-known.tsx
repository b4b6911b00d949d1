import type { ReactNode } from 'react'
import { type Freshness, isWithheld } from '@/platform/freshness'
import { Note } from './note'
import { spanWords } from './time-words'

/** "11 min ago" when figures of this copy are withheld, null when they are true. */
export function lastKnownAge(freshness: Freshness): string | null {
  if (!isWithheld(freshness)) return null
  return freshness.lagMs === null ? 'of unknown age' : `${spanWords(freshness.lagMs)} ago`
}

/** Around tables and charts of a copy: while its figures are withheld they stand there as last known, and none of them in bold. */
export function LastKnown({ freshness, children }: { freshness: Freshness; children: ReactNode }) {
  const age = lastKnownAge(freshness)
  if (age === null) return children
  return (
    <>
      <div className="mb-4">
        <Note tone="warn" title={`Last known figures, ${age}.`}>
          {freshness.state === 'late' ? 'They do not include later changes.' : 'Some changes are missing.'} They are not current.
        </Note>
      </div>
      <div className="withheld">{children}</div>
    </>
  )
}

import Link from 'next/link'
import { Note } from '@/components/note'
import type { DeadLetterCause } from '@/events/dead-letter-cause'
import type { RepairRow } from '@/operations/repairs/read-repairs'
import { COPY_WORDS, groupHref, LETTER_CAUSE_WORDS } from '../../letter-words'

/** Which dead letters a repair is about, and who has decided. */
export function WhichLetters({ repair: { letters, kind, askedBy, confirmedBy, state } }: { repair: RepairRow }) {
  if (letters === null) return null
  const { copy, cause, schema, count } = letters
  const what = `${count.toLocaleString('en')} ${count === 1 ? 'letter' : 'letters'} of ${COPY_WORDS[copy]}`
  const isDiscard = kind === 'discard-dead-letters'
  return (
    <>
      {isDiscard && state === 'asked' && confirmedBy === null && (
        <Note tone="warn" title={`${askedBy} asks for it.`}>
          A second person has to confirm it, because the copy will lack these events for ever.
        </Note>
      )}
      {isDiscard && confirmedBy !== null && (
        <Note tone="warn" title={`${askedBy} and ${confirmedBy} decided it.`}>
          {COPY_WORDS[copy]} lacks these events for ever. The ledger has them.
        </Note>
      )}
      <p className="mb-4">
        {what}
        {cause !== null && (
          <>
            :{' '}
            <Link className="link" href={groupHref({ copy, cause, schema })}>
              {LETTER_CAUSE_WORDS[cause as DeadLetterCause].word}
            </Link>
          </>
        )}
        .
      </p>
    </>
  )
}

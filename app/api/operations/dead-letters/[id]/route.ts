import { letter } from '@/app/http/answers/dead-letter'
import { route } from '@/app/http/handle'
import { byLetter } from '@/app/http/letter-inputs'
import { problemOf } from '@/app/http/problem'
import { lookAtLetter } from '@/desks/operations/look-at-letter'
import { readLetter } from '@/desks/operations/read-letters'
import { type LetterKey, letterKeyOf } from '@/events/dead-letter'

/** One letter: where it lies, what it says, with names and accounts masked, and what it holds up. */
export const GET = route({ permission: 'operations:read', params: byLetter, response: letter }, async ({ params, traceId, ...stores }) => {
  const found = await readLetter(stores, letterKeyOf(params.id) as LetterKey)
  return found ? lookAtLetter(stores, found) : problemOf({ code: 'not-found', what: 'letter' }, traceId)
})

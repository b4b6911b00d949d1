import { trial } from '@/app/http/answers/dead-letter'
import { route } from '@/app/http/handle'
import { byLetter } from '@/app/http/letter-inputs'
import { problemOf } from '@/app/http/problem'
import { tryLetter } from '@/desks/operations/look-at-letter'
import { readLetter } from '@/desks/operations/read-letters'
import { type LetterKey, letterKeyOf } from '@/events/dead-letter'

/** Whether today's code reads it, and what would change. Nothing is written. */
export const GET = route({ permission: 'operations:act', params: byLetter, response: trial }, async ({ params, traceId, ...stores }) => {
  const found = await readLetter(stores, letterKeyOf(params.id) as LetterKey)
  return found ? tryLetter(stores, found) : problemOf({ code: 'not-found', what: 'letter' }, traceId)
})

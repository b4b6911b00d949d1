import { letterList } from '@/app/http/answers/dead-letter'
import { route } from '@/app/http/handle'
import { letterQuery } from '@/app/http/letter-inputs'
import { listLetters } from '@/desks/operations/read-letters'

/** Letters of one copy, page by page, without their bytes. */
export const GET = route({ permission: 'operations:read', query: letterQuery, response: letterList }, async ({ query, ...stores }) => {
  const { copy, state, cause = null, schema = null, after = null } = query
  return listLetters(stores, { copy, state, cause, schema, after })
})

/** Which dead letters a request means. */
import { z } from 'zod'
import { COPIES } from '@/desks/operations/read-letters'
import { letterKeyOf } from '@/events/dead-letter'
import { DEAD_LETTER_CAUSES } from '@/events/dead-letter-cause'
import { withReason } from './inputs'

const copy = z.enum(COPIES)
const cause = z.enum(DEAD_LETTER_CAUSES).nullable().default(null)
const schema = z.string().max(100).nullable().default(null)
const id = z.string().refine((text) => letterKeyOf(text) !== null, 'The name of a letter, such as search-1-3-5124.')

export const byLetter = z.object({ id })
export const letterQuery = z.object({
  copy,
  cause: z.enum(DEAD_LETTER_CAUSES).optional(),
  schema: z.string().max(100).optional(),
  state: z.enum(['open', 'settled']).default('open'),
  after: z
    .string()
    .max(100)
    .regex(/^[\w-]+$/)
    .optional(),
})
/** One by its name, those of a cause and contract, or all of the copy where neither is named. */
export const meantWithReason = withReason.extend({ copy, cause, schema, id: id.nullable().default(null) })

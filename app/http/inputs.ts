/** Inputs many routes share. Messages are for people: the screens show them beside the field. */
import { z } from 'zod'

export const byId = z.object({ id: z.uuid() })

/** A reason someone will read later, in the history. */
export const reason = z
  .string({ error: 'Give a reason.' })
  .trim()
  .min(3, 'Give a reason of at least 3 characters.')
  .max(500, 'At most 500 characters.')

export const withReason = z.object({ reason })

import { z } from 'zod'

const FINDINGS_MAX = 100

/** Several findings, each in the version that was looked at. */
export const seenExceptions = z
  .array(z.object({ id: z.uuid(), version: z.int().min(1) }), { error: 'Send the bank exceptions, each with the version you saw.' })
  .min(1, 'Choose at least one bank exception.')
  .max(FINDINGS_MAX, `Choose at most ${FINDINGS_MAX} bank exceptions at once.`)

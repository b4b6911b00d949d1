import { z } from 'zod'

const FINDINGS_MAX = 100

/** Several findings, each in the version that was looked at. */
export const seenFindings = z
  .array(z.object({ id: z.uuid(), version: z.int().min(1) }), { error: 'Say which findings, each with the version you saw.' })
  .min(1, 'Choose at least one finding.')
  .max(FINDINGS_MAX, `At most ${FINDINGS_MAX} findings at once.`)

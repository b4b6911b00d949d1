/** Events that a copy could not take, and what people did about them. */
import { z } from 'zod'
import { TRIAL_OUTCOMES } from '@/desks/operations/look-at-letter'
import { COPIES } from '@/desks/operations/read-letters'
import { DEAD_LETTER_CAUSES } from '@/events/dead-letter-cause'

const copy = z.enum(COPIES)
const cause = z.enum(DEAD_LETTER_CAUSES)

const decision = z.strictObject({
  repairId: z.string(),
  copy,
  era: z.int(),
  count: z.int(),
  cause: z.string().nullable(),
  schema: z.string().nullable(),
  reason: z.string(),
  askedBy: z.string(),
  askedAt: z.string(),
  confirmedBy: z.string().nullable(),
  confirmedAt: z.string().nullable(),
  isDone: z.boolean(),
})

export const letterGroups = z.strictObject({
  groups: z.array(
    z.strictObject({
      copy,
      cause,
      schema: z.string().nullable(),
      count: z.int(),
      lastHour: z.int(),
      newestAt: z.string(),
      oldestAt: z.string(),
      reason: z.string(),
    }),
  ),
  countedMax: z.int(),
  cutIn: z.array(copy),
  unknownIn: z.array(copy),
  decisions: z.array(decision),
  perSecond: z.strictObject({ search: z.number().nullable(), finance: z.number().nullable() }),
})

const listedLetter = z.strictObject({
  id: z.string(),
  copy,
  era: z.int(),
  partition: z.int(),
  offset: z.string(),
  position: z.string().nullable(),
  after: z.string(),
  cause,
  schema: z.string().nullable(),
  reason: z.string(),
  at: z.string(),
  tried: z
    .strictObject({ repairId: z.string(), at: z.string(), reason: z.string().nullable(), payoutId: z.string().nullable() })
    .nullable(),
  settled: z.strictObject({ how: z.enum(['applied', 'discarded']), at: z.string(), repairId: z.string() }).nullable(),
})

export const letterList = z.strictObject({ letters: z.array(listedLetter), next: z.string().nullable() })

export const letter = listedLetter.extend({
  shown: z.strictObject({
    bytes: z.int(),
    sha256: z.string(),
    form: z.enum(['json', 'hex']).nullable(),
    lines: z.array(z.string()),
    isCut: z.boolean(),
  }),
  holdsUp: z.strictObject({ payoutId: z.string().nullable(), version: z.int().nullable(), heldVersion: z.int().nullable() }),
  canBeRedriven: z.boolean(),
  decision: decision.nullable(),
})

export const trial = z.strictObject({
  outcome: z.enum(TRIAL_OUTCOMES),
  reason: z.string().nullable(),
  payoutId: z.string().nullable(),
  version: z.int().nullable(),
  heldVersion: z.int().nullable(),
  changes: z.array(z.strictObject({ field: z.string(), expected: z.string().nullable(), actual: z.string().nullable() })),
})

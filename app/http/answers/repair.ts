/** What people asked to be done with a copy. */
import { z } from 'zod'
import { COPY_REPAIR_KINDS, REPAIR_KINDS, REPAIR_STATES, REPLAYED_MAX } from '@/operations/repairs/repair'

const proof = z.strictObject({
  position: z.string(),
  payouts: z.int(),
  differences: z.array(z.strictObject({ payoutId: z.string(), cause: z.string() })),
  differenceCount: z.int(),
  filling: z.string().optional(),
  events: z.int().optional(),
})

const copy = z.enum(['search', 'finance'])
const field = z.strictObject({ field: z.string(), expected: z.string().nullable(), actual: z.string().nullable() })
const martHash = z.strictObject({ rows: z.int(), hash: z.string() }).nullable()
const copyReport = z.strictObject({
  changed: z.array(z.strictObject({ payoutId: z.string(), fields: z.array(field) })),
  changedCount: z.int(),
  marts: z.array(z.strictObject({ mart: z.string(), before: martHash, after: martHash })),
})

export const repair = z.strictObject({
  id: z.string(),
  kind: z.enum(REPAIR_KINDS),
  state: z.enum(REPAIR_STATES),
  version: z.int(),
  reason: z.string(),
  askedBy: z.string(),
  askedAt: z.string(),
  eventsTotal: z.number().nullable(),
  eventsLeft: z.number().nullable(),
  seenAt: z.string().nullable(),
  beganAt: z.string().nullable(),
  filledAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  cancelledBy: z.string().nullable(),
  outcome: z.string().nullable(),
  proof: proof.nullable(),
  payouts: z.int().nullable(),
  mismatch: z.string().nullable(),
  mart: z.string().nullable(),
  stretch: z.strictObject({ position: z.string(), upTo: z.string(), copies: z.array(copy) }).nullable(),
  report: z
    .strictObject({
      search: copyReport.optional(),
      finance: copyReport.optional(),
      landing: copyReport.optional(),
      kafka: z.array(z.strictObject({ partition: z.int(), low: z.string(), high: z.string() })).optional(),
    })
    .nullable(),
  letters: z
    .strictObject({ copy: z.enum(['search', 'finance']), cause: z.string().nullable(), schema: z.string().nullable(), count: z.int() })
    .nullable(),
  confirmedBy: z.string().nullable(),
  confirmedAt: z.string().nullable(),
})

/** What is asked for; a replay names its payouts in one of three ways. */
export const askedFor = z.object({
  kind: z.enum(COPY_REPAIR_KINDS),
  payouts: z.array(z.uuid()).min(1).max(REPLAYED_MAX).optional(),
  mismatch: z.uuid().optional(),
  differences: z.literal('open').optional(),
  /** From which event on, of which era (the present one where none is said), in which copies (both where none is named). */
  fromPosition: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  era: z.int().optional(),
  /** Of finance, this mart alone. */
  mart: z
    .string()
    .regex(/^[a-z0-9_]{1,60}$/)
    .optional(),
  copies: z.array(copy).min(1).max(2).optional(),
})

export const plan = z.strictObject({
  kind: z.enum(COPY_REPAIR_KINDS),
  payouts: z.int().nullable(),
  copies: z.array(copy),
  mart: z.string().nullable(),
  events: z.number(),
  expectedMs: z.number().nullable(),
})

export const repairs = z.strictObject({ repairs: z.array(repair) })

export const askedRepair = z.strictObject({ id: z.string(), state: z.enum(REPAIR_STATES), version: z.int() })

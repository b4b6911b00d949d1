/** What people asked to be done with a copy. */
import { z } from 'zod'
import { REPAIR_KINDS, REPAIR_STATES } from '@/operations/repairs/repair'

const proof = z.strictObject({
  position: z.string(),
  payouts: z.int(),
  differences: z.array(z.strictObject({ payoutId: z.string(), cause: z.string() })),
  differenceCount: z.int(),
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
})

const plan = z.strictObject({ events: z.number(), expectedMs: z.number().nullable() })

export const repairs = z.strictObject({ repairs: z.array(repair), plan })

export const askedRepair = z.strictObject({ id: z.string(), state: z.enum(REPAIR_STATES), version: z.int() })

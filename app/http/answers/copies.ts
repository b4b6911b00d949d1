/** One payout in every store, and why they differ. */
import { z } from 'zod'
import { REASONS } from '@/operations/compare/explain-copy'

const explanation = z.strictObject({
  reason: z.enum(REASONS),
  sentence: z.string(),
  remedy: z.strictObject({ text: z.string(), href: z.string().nullable() }).nullable(),
})

const copySide = z.strictObject({
  name: z.enum(['search', 'finance']),
  answers: z.boolean(),
  holds: z.boolean(),
  version: z.int().nullable(),
  at: z.string().nullable(),
  position: z.string().nullable(),
  coveredUntil: z.string().nullable(),
  explanation,
})

const text = z.string().nullable()

export const payoutCopies = z.strictObject({
  payoutId: z.string(),
  at: z.string(),
  agrees: z.boolean(),
  summary: z.string(),
  ledger: z.strictObject({
    version: z.int().nullable(),
    lastEvent: z.strictObject({ version: z.int(), type: z.string(), recordedAt: z.string() }).nullable(),
    kafka: z.strictObject({
      partition: z.int(),
      state: z.enum(['published', 'planned', 'waiting']),
      position: text,
      atMost: text,
      offset: text,
    }),
    explanation: explanation.nullable(),
  }),
  copies: z.array(copySide),
  fields: z.array(z.strictObject({ field: z.string(), ledger: text, event: text, search: text, finance: text, isSame: z.boolean() })),
})

/** CloudEvents 1.0 in Kafka's structured mode: the message's value is the whole event as JSON. */
import { z } from 'zod'

export const SOURCE = 'urn:payledger:payroll'
export const CONTENT_TYPE = 'application/cloudevents+json'

/** Attributes every event carries; `sequence` is the aggregate's version, counted from 1 without a gap. */
export const envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.literal(SOURCE),
  type: z.string(),
  time: z.iso.datetime(),
  subject: z.uuid(),
  dataschema: z.string(),
  sequence: z.string().regex(/^[1-9]\d*$/),
  traceparent: z.string().optional(),
  data: z.unknown(),
})

/** Who did it: a person by their sign-in, or one of our processes. */
export const actor = z.object({ kind: z.enum(['user', 'process']), id: z.string(), name: z.string() })
export type Actor = z.infer<typeof actor>

export const minorUnits = z.string().regex(/^\d+$/)
export const timestamp = z.iso.datetime()

/** Where events travel: topic names, partition count, the headers beside each event, and the watermark message. */
import { z } from 'zod'

export const PARTITIONS = 6

/** The history every ledger begins with. */
export const FIRST_ERA = 1

/** The topic of one era; kept for ever. */
export const eventsTopic = (prefix: string, era: number): string => `${prefix}payledger.payroll-events.${era}`

/** Watermarks of all eras, one partition, kept seven days. */
export const watermarksTopic = (prefix: string): string => `${prefix}payledger.watermarks`

/**
 * Headers of an event message: its position, the position before it in the same partition ("0" for the first), who says so (see signature.ts), and for
 * tools that look at messages alone the trace that stands in the event.
 */
export const HEADERS = {
  contentType: 'content-type',
  position: 'position',
  previous: 'previous',
  signature: 'signature',
  traceparent: 'traceparent',
} as const

const position = z.string().regex(/^\d+$/)

/** "Everything committed before `coveredUntil` has been acknowledged; partition p ends at `last[p]`." Positions are decimal strings. */
export const watermark = z.object({
  era: z.number().int().positive(),
  position,
  last: z.array(position).length(PARTITIONS),
  coveredUntil: z.iso.datetime(),
  horizonXid: position,
  hash: z.string(),
  /** Events up to this position may lie in the topic without a signature: they are from before events were signed. */
  unsignedUpTo: position.optional(),
  signature: z.string().optional(),
})
export type Watermark = z.infer<typeof watermark>

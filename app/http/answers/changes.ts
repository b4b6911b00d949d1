/** Why figures differ between two moments. */
import { z } from 'zod'
import { CAUSES } from '@/finance/why/causes'
import { minorUnits } from './amount'

export const kind = z.enum(['paid', 'returned', 'fee', 'return-fee'])
export const cause = z.enum(CAUSES)

const sum = z.strictObject({ minor: minorUnits, movements: z.int() })
const compared = z.strictObject({
  currency: z.string(),
  kind,
  was: sum,
  now: sum,
  difference: sum,
  causes: z.array(sum.extend({ cause })),
})
const line = { company: z.string(), corridor: z.string(), month: z.string() }
const moment = z.strictObject({ asked: z.string(), position: z.string(), at: z.string().nullable() })

export const changes = z.strictObject({
  from: moment,
  to: moment,
  position: z.string(),
  totals: z.array(compared),
  lines: z.array(compared.extend(line)),
  lineCount: z.int(),
  events: z.array(
    sum.extend({
      n: z.int(),
      position: z.string().nullable(),
      eventId: z.string().nullable(),
      version: z.int().nullable(),
      type: z.string().nullable(),
      recordedAt: z.string().nullable(),
      payoutId: z.string(),
      ...line,
      ...{ currency: z.string(), kind, cause },
    }),
  ),
  eventCount: z.int(),
  next: z.int().nullable(),
})

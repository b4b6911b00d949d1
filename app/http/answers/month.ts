/** Months, their closes, and what stands in the way of one. */
import { z } from 'zod'
import { EXPLAINABLE, ITEMS } from '@/payroll/months/checklist'
import { postingAccounts } from '../inputs'
import { minorUnits } from './amount'

const reopening = z.strictObject({
  id: z.string(),
  state: z.enum(['asked', 'done', 'refused']),
  reason: z.string(),
  askedBy: z.string(),
  askedById: z.string(),
  askedAt: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
})

export const closeState = z.enum(['prepared', 'withdrawn', 'closed', 'reopened'])

const close = z.strictObject({
  id: z.string(),
  month: z.string(),
  state: closeState,
  version: z.int(),
  round: z.int(),
  era: z.int(),
  position: z.string(),
  coveredUntil: z.string(),
  preparedBy: z.string(),
  preparedById: z.string(),
  preparedAt: z.string(),
  packHash: z.string().nullable(),
  packedAt: z.string().nullable(),
  packFailure: z.string().nullable(),
  withdrawnBy: z.string().nullable(),
  withdrawnReason: z.string().nullable(),
  closedBy: z.string().nullable(),
  closedAt: z.string().nullable(),
  reopenings: z.array(reopening),
})

const explanation = z.strictObject({ reason: z.string(), by: z.string(), at: z.string() })
const subject = z.strictObject({
  id: z.string(),
  name: z.string(),
  found: z.string(),
  href: z.string(),
  explanation: explanation.nullable(),
})
const item = z.strictObject({
  key: z.enum(ITEMS),
  state: z.enum(['ok', 'explained', 'waiting', 'red']),
  sentence: z.string(),
  href: z.string().nullable(),
  subjects: z.array(subject),
})

/** The files of a pack, and those that are damaged. */
const withPack = close.extend({ files: z.array(z.string()), damaged: z.array(z.string()) })

export const monthView = z.strictObject({
  month: z.string(),
  checklist: z.array(item),
  current: close.nullable(),
  closes: z.array(withPack),
  unknownPacks: z.array(z.string()),
})

export const monthRows = z.strictObject({
  months: z.array(
    z.strictObject({
      month: z.string(),
      state: z.enum(['open', 'prepared', 'closed', 'reopened']),
      closedBy: z.string().nullable(),
      closedAt: z.string().nullable(),
      close: close.nullable(),
    }),
  ),
})

export const closeChanged = z.strictObject({ id: z.string(), month: z.string(), state: closeState, version: z.int() })
export const reopeningChanged = z.strictObject({
  id: z.string(),
  closeId: z.string(),
  month: z.string(),
  state: z.enum(['asked', 'done', 'refused']),
})
export const explained = z.strictObject({ month: z.string(), item: z.enum(EXPLAINABLE), explained: z.int() })

const kind = z.enum(['paid', 'returned', 'fee', 'return-fee'])
const line = z.strictObject({
  company: z.string(),
  corridor: z.string(),
  currency: z.string(),
  kind,
  payouts: z.int(),
  wasMinor: minorUnits,
  nowMinor: minorUnits,
})
const event = z.strictObject({ type: z.string(), at: z.string(), month: z.string(), by: z.string(), reason: z.string().nullable() })
export const restatement = z.strictObject({
  closeId: z.string(),
  month: z.string(),
  position: z.string(),
  lines: z.array(line),
  payoutCount: z.int(),
  changes: z.array(line.omit({ payouts: true }).extend({ payoutId: z.string(), known: z.string().nullable(), events: z.array(event) })),
})

export const companyAccounts = z.strictObject({
  ...postingAccounts.shape,
  companyId: z.string(),
  code: z.string(),
  name: z.string(),
  version: z.int(),
})

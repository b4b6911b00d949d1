/** What a search for payouts finds. */
import { z } from 'zod'
import { PAYOUT_STATUSES } from '@/events/payout-v1'
import { minorUnits } from './amount'
import { freshness } from './freshness'

export const piece = z.strictObject({ text: z.string(), hit: z.boolean(), at: z.int() })

export const foundPayout = z.strictObject({
  id: z.string(),
  version: z.int(),
  status: z.enum(PAYOUT_STATUSES),
  name: z.string(),
  companyName: z.string(),
  country: z.string(),
  accountLast4: z.string(),
  amountMinor: minorUnits,
  currency: z.string(),
  rail: z.enum(['sepa', 'swift']),
  reasonCode: z.string().nullable(),
  endToEndId: z.string().nullable(),
  bankReference: z.string().nullable(),
  statusSince: z.string(),
  nameParts: z.array(piece),
  copyVersion: z.int(),
  copyStatus: z.string(),
  stale: z.boolean(),
  authoritativeStatus: z.string(),
})

export const facet = z.strictObject({ value: z.string(), label: z.string(), count: z.int() })

export const found = z.strictObject({
  hits: z.array(foundPayout),
  total: z.int(),
  totalIsExact: z.boolean(),
  facets: z.strictObject({
    status: z.array(facet).optional(),
    company: z.array(facet).optional(),
    country: z.array(facet).optional(),
    currency: z.array(facet).optional(),
    rail: z.array(facet).optional(),
    reason: z.array(facet).optional(),
  }),
  facetsAgeSeconds: z.int(),
  nextCursor: z.string().nullable(),
  ignored: z.array(z.strictObject({ part: z.string(), reason: z.string() })),
  meanings: z.array(z.strictObject({ word: z.string(), text: z.string() })),
  freshness,
  readFrom: z.enum(['ledger', 'search']),
  notInLedger: z.int(),
  afterSatisfied: z.boolean().optional(),
})

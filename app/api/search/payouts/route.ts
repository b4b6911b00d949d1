import { z } from 'zod'
import { Answer } from '@/app/http/answer'
import { found } from '@/app/http/answers/search'
import { coverageHeaders } from '@/app/http/current-enough'
import { route } from '@/app/http/handle'
import { findPayouts } from '@/desks/support/find-payouts'
import { isTimeZone } from '@/platform/zoned-day'

const query = z.object({
  q: z.string().max(500).default(''),
  sort: z.enum(['best', 'newest']).default('best'),
  cursor: z.string().max(500).optional(),
  status: z.string().max(20).optional(),
  rail: z.string().max(10).optional(),
  country: z.string().max(2).optional(),
  company: z.string().max(100).optional(),
  from: z.string().max(10).optional(),
  to: z.string().max(10).optional(),
  /** Whose days `from` and `to` are; UTC when it is left out. */
  timeZone: z.string().max(60).refine(isTimeZone, 'A time zone looks like Europe/Berlin.').default('UTC'),
})

/** The search of the support desk. Filters may stand in `q` or in parameters of their own. */
export const GET = route({ permission: 'search:read', query, response: found, copy: 'search' }, async (context) => {
  const { q, sort, cursor, timeZone, ...filters } = context.query
  const asText = Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [`${name}:"${value.replace(/"/g, '')}"`]))
  const request = { q: [q, ...asText].join(' ').trim(), sort, cursor: cursor ?? null, after: null, timeZone }
  const found = await findPayouts(context, context.session, request, context.now)
  return new Answer(found, 200, coverageHeaders(found.freshness))
})

import { z } from 'zod'
import { found } from '@/app/http/answers/search'
import { route } from '@/app/http/handle'
import { findPayouts } from '@/desks/support/find-payouts'
import { isTimeZone } from '@/platform/zoned-day'

const query = z.object({
  q: z.string().max(500).default(''),
  sort: z.enum(['best', 'newest']).default('best'),
  cursor: z.string().max(500).optional(),
  after: z.string().max(200).optional(),
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
export const GET = route({ permission: 'search:read', query, response: found }, (context) => {
  const { q, sort, cursor, after, timeZone, ...filters } = context.query
  const asText = Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [`${name}:"${value.replace(/"/g, '')}"`]))
  return findPayouts(
    context,
    context.session,
    { q: [q, ...asText].join(' ').trim(), sort, cursor: cursor ?? null, after: after ?? null, timeZone },
    context.now,
  )
})

import { z } from 'zod'
import { freshness } from '@/app/http/answers/freshness'
import { route } from '@/app/http/handle'
import { readFreshness } from '@/desks/read-freshness'

export const GET = route({ permission: 'payouts:read', response: z.strictObject({ search: freshness, finance: freshness }) }, (context) =>
  readFreshness(context, context.now),
)

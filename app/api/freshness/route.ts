import { handle } from '@/app/http/handle'
import { readFreshness } from '@/desks/read-freshness'

export const GET = handle({ permission: 'payouts:read' }, (context) => readFreshness(context, context.now))

import { readFreshness } from '@/app/http/freshness'
import { handle } from '@/app/http/handle'

export const GET = handle({ permission: 'payouts:read' }, (context) => readFreshness(context, context.now))

import { latencies } from '@/app/http/answers/operations'
import { route } from '@/app/http/handle'
import { readLatencies } from '@/operations/latency'

/** How long changes take from their commit until search and finance answer with them. */
export const GET = route({ permission: 'operations:read', response: latencies }, ({ ledger, now }) => readLatencies(ledger, now))

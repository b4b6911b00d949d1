import { z } from 'zod'
import { mismatch } from '@/app/http/answers/comparison'
import { route } from '@/app/http/handle'
import { MISMATCH_STATES } from '@/operations/compare/causes'
import { listMismatches } from '@/operations/compare/mismatches'

/** What differs between the stores, the newest two hundred of a state. */
export const GET = route(
  {
    permission: 'operations:read',
    query: z.object({ state: z.enum(MISMATCH_STATES).default('open') }),
    response: z.strictObject({ total: z.int(), mismatches: z.array(mismatch) }),
  },
  ({ ledger, query }) => listMismatches(ledger, query.state),
)

import { z } from 'zod'
import { comparison, tier } from '@/app/http/answers/comparison'
import { route } from '@/app/http/handle'
import { askComparison, listComparisons } from '@/operations/compare/comparisons'

/** The newest fifty. */
export const GET = route(
  { permission: 'operations:read', response: z.strictObject({ comparisons: z.array(comparison) }) },
  async ({ ledger }) => ({ comparisons: await listComparisons(ledger) }),
)

/** Asks for one; where one is asked for already and has not begun, that one is meant. */
export const POST = route(
  { permission: 'operations:act', body: z.object({ tier }), response: z.strictObject({ id: z.string() }) },
  async ({ ledger, session, body }) => ({ id: await askComparison(ledger, body.tier, session.userId) }),
)

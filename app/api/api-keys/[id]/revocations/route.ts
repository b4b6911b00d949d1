import { z } from 'zod'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { revokeApiKey } from '@/payroll/set-up/api-keys'

/** Ends one's own key at once. */
export const POST = route(
  { permission: 'signed-in', params: byId, response: z.strictObject({ id: z.string() }) },
  async ({ ledger, session, params, call, answer }) => answer(await revokeApiKey(ledger, call(), params.id, session.userId)),
)

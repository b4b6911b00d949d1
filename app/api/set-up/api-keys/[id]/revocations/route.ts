import { z } from 'zod'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { revokeApiKey } from '@/payroll/set-up/api-keys'

/** Ends anyone's key at once. */
export const POST = route(
  { permission: 'set-up:change', params: byId, response: z.strictObject({ id: z.string() }) },
  async ({ ledger, params, call, answer }) => answer(await revokeApiKey(ledger, call(), params.id, null)),
)

import { z } from 'zod'
import { route } from '@/app/http/handle'
import { byPerson } from '@/app/http/set-up-inputs'
import { endSessions } from '@/payroll/set-up/deactivate-person'

/** Signs somebody out everywhere. */
export const POST = route(
  { permission: 'set-up:change', params: byPerson, response: z.strictObject({ id: z.string(), ended: z.int() }) },
  async ({ ledger, params, call, answer }) => answer(await endSessions(ledger, call(), params.id)),
)

import { z } from 'zod'
import { checkBegun } from '@/app/http/answers/import'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { beginCheck } from '@/payroll/imports/begin-check'

/** `severalLines`: whether each line of a person is paid; as it was where nothing is said. */
const body = z.object({ severalLines: z.boolean().optional() })

/** Begins the check, or begins it again where its job has failed; the jobs do it. */
export const POST = route(
  { permission: 'runs:prepare', params: byId, body, response: checkBegun, errors: ['wrong-state'] },
  async ({ ledger, params, body, call, answer }) => answer(await beginCheck(ledger, call(), params.id, null, body.severalLines)),
)

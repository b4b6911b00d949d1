import { z } from 'zod'
import { handle } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { beginCheck } from '@/payroll/imports/begin-check'

/** `severalLines`: whether each line of a person is paid; as it was where nothing is said. */
const body = z.object({ severalLines: z.boolean().optional() })

/** Begins the check, or begins it again where its job has failed; the jobs do it. */
export const POST = handle({ permission: 'runs:prepare', params: byId, body }, async (context) => {
  return context.answer(await beginCheck(context.ledger, context.call(), context.params.id, null, context.body.severalLines))
})

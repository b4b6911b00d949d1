import { z } from 'zod'
import { handle } from '@/app/http/handle'
import { byId, reason } from '@/app/http/inputs'
import { answerHandOver } from '@/payroll/commands/hand-over'

const body = z.object({ received: z.boolean({ error: 'Say whether the bank got the file.' }), reason })

/** A person's answer to *Did the bank get this file?* */
export const POST = handle({ permission: 'bank-files:answer', params: byId, body }, async ({ ledger, params, body, call, answer }) =>
  answer(await answerHandOver(ledger, call(), params.id, body.received, body.reason)),
)

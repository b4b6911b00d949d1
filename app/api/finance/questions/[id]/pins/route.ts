import { z } from 'zod'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { pinQuestion } from '@/payroll/finance-desk/save-question'

/** Puts a saved question's figure on one's own overview, or takes it off. */
export const POST = route(
  {
    permission: 'finance:read',
    params: byId,
    body: z.strictObject({ pinned: z.boolean() }),
    response: z.strictObject({ id: z.uuid(), pinned: z.boolean() }),
    errors: ['unsuited'],
  },
  async ({ ledger, params: { id }, body, call, answer }) => answer(await pinQuestion(ledger, call(), id, body.pinned)),
)

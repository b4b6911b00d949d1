import { permits } from '@/access/permissions'
import { questionSaved } from '@/app/finance/questions/question-inputs'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { removeQuestion } from '@/payroll/finance-desk/save-question'

/** Removes a saved question: one's own, or a shared one of somebody who was deactivated. For a day it can be restored. */
export const POST = route(
  { permission: 'finance:read', params: byId, versioned: true, response: questionSaved },
  async ({ ledger, session, params: { id }, call, seenVersion, answer }) =>
    answer(await removeQuestion(ledger, call(), { id, version: seenVersion }, permits(session, 'finance:close'))),
)

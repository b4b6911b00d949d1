import { permits } from '@/access/permissions'
import { questionSaved } from '@/app/finance/questions/question-inputs'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { restoreQuestion } from '@/payroll/finance-desk/save-question'

/** Has a removed question back. */
export const POST = route(
  { permission: 'finance:read', params: byId, versioned: true, response: questionSaved, errors: ['field', 'unsuited'] },
  async ({ ledger, session, params: { id }, call, seenVersion, answer }) =>
    answer(await restoreQuestion(ledger, call(), { id, version: seenVersion }, permits(session, 'finance:close'))),
)

import { questionSaved } from '@/app/finance/questions/question-inputs'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { takeOverQuestion } from '@/payroll/finance-desk/save-question'

/** Makes a shared question of somebody who was deactivated one's own. */
export const POST = route(
  { permission: 'finance:close', params: byId, versioned: true, response: questionSaved, errors: ['field', 'unsuited'] },
  async ({ ledger, params: { id }, call, seenVersion, answer }) =>
    answer(await takeOverQuestion(ledger, call(), { id, version: seenVersion })),
)

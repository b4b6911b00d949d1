import { changedQuestion, questionSaved } from '@/app/finance/questions/question-inputs'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { changeQuestion } from '@/payroll/finance-desk/save-question'

/** Renames a saved question of one's own, shares it, or keeps it to oneself again. */
export const POST = route(
  {
    permission: 'finance:read',
    params: byId,
    body: changedQuestion,
    versioned: true,
    response: questionSaved,
    errors: ['field', 'unsuited'],
  },
  async ({ ledger, params: { id }, body, call, seenVersion, answer }) =>
    answer(await changeQuestion(ledger, call(), { id, version: seenVersion }, body)),
)

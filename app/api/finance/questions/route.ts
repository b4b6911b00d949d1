import { asksOf, newQuestion, questionSaved, savedQuestions } from '@/app/finance/questions/question-inputs'
import { notUnderstood } from '@/app/finance/read-figures'
import { route } from '@/app/http/handle'
import { listQuestions } from '@/payroll/finance-desk/questions'
import { saveQuestion } from '@/payroll/finance-desk/save-question'

/** Saved questions: one's own, and those that others share. */
export const GET = route({ permission: 'finance:read', response: savedQuestions }, async ({ ledger, session }) => ({
  questions: await listQuestions(ledger, session.userId),
}))

/** Saves a question under a name that none of one's own has. */
export const POST = route(
  { permission: 'finance:read', body: newQuestion, response: questionSaved, statuses: [201], errors: ['field', 'unsuited'] },
  async ({ ledger, body, call, answer, traceId }) => {
    const asks = asksOf(body)
    if (typeof asks !== 'string') return notUnderstood(asks, traceId)
    return answer(await saveQuestion(ledger, call(), { ...body, asks }), () => '/api/finance/questions')
  },
)

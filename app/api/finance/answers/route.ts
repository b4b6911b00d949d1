import { answerSql, sqlAnswer, sqlBody } from '@/app/finance/sql/answer-sql'
import { route } from '@/app/http/handle'

/** Answers a question in SQL over the published tables. Nothing is changed by it, whatever it says. */
export const POST = route(
  { permission: 'finance:read', body: sqlBody, response: sqlAnswer, errors: ['not-published'], copy: 'finance' },
  answerSql,
)

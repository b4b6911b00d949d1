/** Figures of the published marts as the API gives them, with what they cover. */
import { z } from 'zod'
import type { Session } from '@/access/session'
import { problem } from '@/app/http/problem'
import type { Answer, Filter, Reader } from '@/finance/reader'
import { readFilter } from './filter'

const text = z.string().max(40).optional()
export const financeQuery = z.object({ from: text, to: text, currency: text, company: text })

type Context = { finance: Reader; session: Session; query: z.output<typeof financeQuery>; traceId: string }

/** `{rows, coverage: {position, coveredUntil, complete}}`; 422 for a parameter that is not understood, 503 while nothing is published. */
export async function readFigures<Row>(
  { finance, session, query, traceId }: Context,
  read: (finance: Reader, filter: Filter) => Promise<Answer<Row>>,
): Promise<Response | object> {
  const { filter, ignored } = readFilter(query, session, new Date())
  if (ignored.length > 0) {
    const errors = ignored.map((each) => ({ row: null, field: each.split('=')[0] ?? null, reason: `${each} is not understood` }))
    return problem(
      { status: 422, code: 'input', title: 'Not understood', detail: errors.map((error) => error.reason).join('; '), errors },
      traceId,
    )
  }
  const answer = await read(finance, filter)
  if (answer.coverage.position === null)
    return problem(
      {
        status: 503,
        code: 'not-published',
        title: 'Nothing is published yet',
        detail: 'The finance loader has not published figures yet.',
      },
      traceId,
      { 'retry-after': '5' },
    )
  const { position, coveredUntil, deadLetters, gapAt } = answer.coverage
  return { rows: answer.rows, coverage: { position, coveredUntil, complete: deadLetters === 0 && !gapAt } }
}

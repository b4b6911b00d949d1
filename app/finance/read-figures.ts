/** Figures of the published marts as the API gives them, with what they cover. */
import { z } from 'zod'
import type { Session } from '@/access/session'
import { Answer as Sent } from '@/app/http/answer'
import { coverageHeaders } from '@/app/http/current-enough'
import { problem, type Refusal } from '@/app/http/problem'
import type { Answer, Filter, Reader } from '@/finance/reader'
import { misread } from '../misread-note'
import { filterParsers, readFilterUrl } from './finance-url'
import { monthRange, rangeProblem } from './months'

const text = z.string().max(40).optional()
export const financeQuery = z.object({ from: text, to: text, currency: text, company: text })

type Context = { finance: Reader; session: Session; query: z.output<typeof financeQuery>; traceId: string; now: Date }

type Figures<Row> = { rows: Row[]; coverage: { position: string; coveredUntil: string | null; complete: boolean } }

/** `{rows, coverage: {position, coveredUntil, complete}}`; 422 for a parameter that is not understood, 503 while there is nothing to read. */
export async function readFigures<Row>(
  { finance, session, query, traceId, now }: Context,
  read: (finance: Reader, filter: Filter) => Promise<Answer<Row>>,
): Promise<Sent<Figures<Row>> | Refusal> {
  const url = readFilterUrl(query)
  const errors = misread(query, filterParsers).map((each) => wrong(each.split('=')[0] ?? null, `${each} is not valid`))
  const outside = rangeProblem(url, now)
  if (outside) errors.push(wrong('from', outside))
  if (errors.length > 0) {
    const detail = errors.map((error) => error.reason).join('; ')
    return problem({ status: 422, code: 'input', title: 'Not understood', detail, errors }, traceId)
  }
  const answer = await read(finance, filterOf(url, session, now))
  const { position, coveredUntil, deadLetters, gapAt } = answer.coverage
  if (position !== null) {
    const figures = { rows: answer.rows, coverage: { position, coveredUntil, complete: deadLetters === 0 && !gapAt } }
    return new Sent(figures, 200, coverageHeaders(answer.coverage))
  }
  const detail = 'There are no figures yet. They appear once the first changes are counted.'
  return problem({ status: 503, code: 'not-published', title: 'No figures yet', detail }, traceId, { 'retry-after': '5' })
}

const wrong = (field: string | null, reason: string) => ({ row: null, field, reason })

/** What a person asks for, within what they may see. */
export function filterOf(url: Parsed, { companies }: Pick<Session, 'companies'>, now: Date): Filter {
  const { currency, company } = url
  return { ...monthRange(url, now), ...(currency && { currency }), ...(company && { company }), companies }
}

type Parsed = { from: string | null; to: string | null; currency: string | null; company: string | null }

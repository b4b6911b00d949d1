/** Figures of the published marts as the API gives them, with what they cover. */
import { z } from 'zod'
import type { Session } from '@/access/session'
import { Answer as Sent } from '@/app/http/answer'
import { coverageHeaders } from '@/app/http/current-enough'
import { problem, type Refusal } from '@/app/http/problem'
import type { QuestionName } from '@/finance/mart-questions'
import type { Proof } from '@/finance/proof'
import { daysOf, type Grain, type Question } from '@/finance/questions/question'
import type { Answer, Figures, Filter, Reader } from '@/finance/reader'
import { misread } from '../misread-note'
import { figuresAt, TOO_MUCH_PAST } from './figures-at'
import { filterParsers, type RowsUrl, readFilterUrl } from './finance-url'
import { grainOf } from './grains'
import { monthRange, rangeProblem } from './months'

const text = z.string().max(40).optional()
const asOf = text.describe('As figures stood once: a position, a time with its zone, or one on the clocks of `zone`.')
export const financeQuery = z.object({ from: text, to: text, currency: text, company: text, 'as-of': asOf, zone: text })

type Context = { finance: Reader; session: Session; query: z.output<typeof financeQuery>; traceId: string; now: Date }

type Told<Row> = { rows: Row[]; coverage: { position: string; coveredUntil: string | null; complete: boolean } }

/** `{rows, coverage: {position, coveredUntil, complete}}`; 422 for a parameter that is not understood, 503 while there is nothing to read. */
export async function readFigures<Row>(
  context: Context,
  read: (finance: Figures, filter: Filter) => Promise<Answer<Row>>,
): Promise<Sent<Told<Row>> | Refusal> {
  const filter = askedFilter(context)
  if (filter instanceof Response) return filter
  const at = await figuresAt(context.finance, readFilterUrl(context.query), context.now)
  if (at.figures === null) return refusedPast(at.refused, context.traceId)
  const answer = await read(at.figures, filter)
  const { position, coveredUntil, deadLetters, gapAt } = answer.coverage
  if (position === null) return notPublished(context.traceId)
  const figures = { rows: answer.rows, coverage: { position, coveredUntil, complete: deadLetters === 0 && !gapAt } }
  return new Sent(figures, 200, coverageHeaders(answer.coverage))
}

/** What proves an answer (finance/proof.ts), or why it cannot be proved. */
export async function readProof(context: Context & { query: { question: QuestionName } }): Promise<Sent<Proof> | Refusal> {
  const filter = askedFilter(context)
  if (filter instanceof Response) return filter
  if (context.query['as-of']) return notUnderstood([wrong('as-of', 'A proof is of the figures that are published now')], context.traceId)
  const proven = await context.finance.prove(context.query.question, filter)
  if (proven === null) return notPublished(context.traceId)
  if (proven.proof !== null) return new Sent(proven.proof, 200, coverageHeaders(proven.coverage))
  return problem({ status: 409, code: 'not-certified', title: 'Not certified', detail: proven.uncertified }, context.traceId)
}

function askedFilter({ session, query, traceId, now }: Context): Filter | Refusal {
  const url = readFilterUrl(query)
  const errors = misread(query, filterParsers).map((each) => wrong(each.split('=')[0] ?? null, `${each} is not valid`))
  const outside = rangeProblem(url, now)
  if (outside) errors.push(wrong('from', outside))
  return errors.length > 0 ? notUnderstood(errors, traceId) : filterOf(url, session, now)
}

/** Nothing has been published yet. */
export function notPublished(traceId: string): Refusal {
  const detail = 'There are no figures yet. They appear once the first changes are counted.'
  return problem({ status: 503, code: 'not-published', title: 'No figures yet', detail }, traceId, { 'retry-after': '5' })
}

/** Figures of a time that there are none of. */
export function refusedPast(sentence: string, traceId: string): Refusal {
  if (sentence !== TOO_MUCH_PAST) return notUnderstood([wrong('as-of', sentence)], traceId)
  return problem({ status: 503, code: 'busy', title: 'Took too long', detail: sentence }, traceId, { 'retry-after': '60' })
}

export const wrong = (field: string | null, reason: string) => ({ row: null, field, reason })

/** Names every parameter that is not understood instead of answering something else. */
export function notUnderstood(errors: readonly ReturnType<typeof wrong>[], traceId: string): Refusal {
  const detail = errors.map((error) => error.reason).join('; ')
  return problem({ status: 422, code: 'input', title: 'Not understood', detail, errors }, traceId)
}

/** What a person asks for, within what they may see. */
export function filterOf(url: Parsed, { companies }: Pick<Session, 'companies'>, now: Date): Filter {
  const { currency, company, rail, grain } = url
  const range = monthRange(url, now)
  const parts = grain && grainOf(grain, range)
  return {
    ...range,
    ...(currency && { currency }),
    ...(company && { company }),
    ...(rail && { rail }),
    ...(parts && { grain: parts }),
    companies,
  }
}

/** The same for the figures that are counted of rows. */
export function questionOf(url: Parsed, session: Pick<Session, 'companies'>, now: Date): Question {
  const { from, to, grain = 'month', ...rest } = filterOf(url, session, now)
  return { ...rest, ...daysOf({ from, to }), grain }
}

/** Of the rows behind a figure. */
export function rowQuestionOf(url: RowsUrl, session: Pick<Session, 'companies'>, now: Date): Question {
  const { corridor, country, reason, status, in: rowCurrency, at: bucket } = url
  const narrowed = Object.entries({ corridor, country, reason, status, rowCurrency, bucket }).filter(([, value]) => value !== null)
  return { ...questionOf(url, session, now), ...Object.fromEntries(narrowed) }
}

type Parsed = {
  from: string | null
  to: string | null
  currency: string | null
  company: string | null
  rail?: string | null
  grain?: Grain | null
}

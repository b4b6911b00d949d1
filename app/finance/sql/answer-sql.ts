/** Answers questions in SQL over the published tables, and gives answers as files. */
import { z } from 'zod'
import type { Session } from '@/access/session'
import { Answer } from '@/app/http/answer'
import { coverageHeaders } from '@/app/http/current-enough'
import { busyProblem, problem, type Refusal } from '@/app/http/problem'
import { countWords } from '@/components/money'
import { FORMATS, type Format } from '@/finance/exports/export-figure'
import { IN_FILE, ON_PAGE, type SqlAnswer, type SqlAsker, type SqlLimits } from '@/finance/sql/ask-sql'
import { tableOf } from '@/finance/sql/sql-table'
import type { Logger } from '@/platform/log'
import { webStreamOf } from '../export-figures'
import { notUnderstood, wrong } from '../read-figures'

const SQL_MAX = 8_000
const sql = z
  .string({ error: 'Write a question first.' })
  .trim()
  .min(1, 'Write a question first.')
  .max(SQL_MAX, `At most ${SQL_MAX} characters.`)

export const sqlBody = z.strictObject({ sql: sql.describe('One SELECT over the tables that the page lists.') })
export const sqlFileBody = sqlBody.extend({ format: z.enum(Object.keys(FORMATS) as [Format, ...Format[]]) })

/** Cells are texts, as exact as they are; `type` is DuckDB's. `cut` says why there are more rows than these. */
export const sqlAnswer = z.strictObject({
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.string().nullable())),
  cut: z.enum(['rows', 'bytes']).nullable(),
  cellsCut: z.int(),
  tookMs: z.int(),
  coverage: z.strictObject({ position: z.string(), coveredUntil: z.string().nullable(), complete: z.boolean() }),
})

type Context<B> = { sql: SqlAsker; session: Session; body: B; request: Request; traceId: string; log: Logger }

/** The first rows of an answer; 422 for what may not be asked or cannot be answered, 429 and 503 while others are asked. */
export async function answerSql({
  body,
  ...context
}: Context<z.output<typeof sqlBody>>): Promise<Answer<z.output<typeof sqlAnswer>> | Refusal> {
  const answer = await asked(context, body.sql, ON_PAGE)
  if (answer instanceof Response) return answer
  const { position, coveredUntil, deadLetters, gapAt } = answer.coverage
  const coverage = { position: position ?? '0', coveredUntil, complete: deadLetters === 0 && !gapAt }
  return new Answer({ ...answer, coverage }, 200, coverageHeaders(answer.coverage))
}

/** All rows of an answer as a file; 422 where a file may not have so many. */
export async function answerSqlFile({ body, ...context }: Context<z.output<typeof sqlFileBody>>): Promise<Response | Refusal> {
  const answer = await asked(context, body.sql, IN_FILE)
  if (answer instanceof Response) return answer
  if (answer.cut !== null || answer.cellsCut > 0) return notUnderstood([wrong('sql', tooLarge(answer))], context.traceId)
  const bytes = FORMATS[body.format](tableOf(answer))
  return new Response(webStreamOf(bytes), {
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="payledger-sql-to-position-${answer.coverage.position}.${body.format}"`,
      'cache-control': 'no-store',
      ...coverageHeaders(answer.coverage),
    },
  })
}

function tooLarge({ cut }: SqlAnswer): string {
  if (cut === 'rows') return `A file has ${countWords(IN_FILE.rowsMax)} rows at most, and this has more. Ask for fewer.`
  if (cut === 'bytes') return `A file has ${IN_FILE.bytesMax / 1_000_000} MB at most, and this has more. Ask for fewer rows or columns.`
  return `A cell of a file has ${countWords(IN_FILE.cellMax)} characters at most, and this has longer ones.`
}

async function asked(
  { sql: asker, session, request, traceId, log }: Omit<Context<unknown>, 'body'>,
  text: string,
  limits: SqlLimits,
): Promise<SqlAnswer | Refusal> {
  const outcome = await asker.ask(text, { who: session.userId, limits, signal: request.signal })
  // Not the question: it may name people.
  log.info(
    {
      traceId,
      userId: session.userId,
      outcome: outcome.is,
      ...(outcome.is === 'answered' && { rows: outcome.answer.rows.length, tookMs: outcome.answer.tookMs }),
    },
    'asked in SQL',
  )
  if (outcome.is === 'answered') return outcome.answer
  if (outcome.is === 'refused') return notUnderstood([wrong('sql', outcome.because)], traceId)
  if (outcome.is === 'nothing-published') {
    const detail = 'There are no figures yet. They appear once the first changes are counted.'
    return problem({ status: 503, code: 'not-published', title: 'No figures yet', detail }, traceId, { 'retry-after': '5' })
  }
  if (outcome.with === 'others') return busyProblem(traceId)
  const detail = 'Your last question is still being answered. Stop it, or wait until it is done.'
  return problem({ status: 429, code: 'too-many-requests', title: 'One question at a time', detail }, traceId, { 'retry-after': '5' })
}

/** Figures and their rows as files, chosen by the same parameters as on the page. */
import { z } from 'zod'
import type { Session } from '@/access/session'
import { coverageHeaders } from '@/app/http/current-enough'
import { problem, type Refusal } from '@/app/http/problem'
import { countWords } from '@/components/money'
import { exportRows, exportSums, type Format } from '@/finance/exports/export-figure'
import { ROWS_MAX } from '@/finance/exports/limits'
import { FIGURES } from '@/finance/questions/question'
import type { Reader } from '@/finance/reader'
import { misread } from '../misread-note'
import { figuresAt } from './figures-at'
import { readRowsUrl, rowsParsers } from './finance-url'
import { rangeProblem } from './months'
import { notUnderstood, refusedPast, rowQuestionOf, wrong } from './read-figures'
import { orTooMuch } from './too-much-error'

const text = z.string().max(60).optional()
export const exportQuery = z.object({
  of: z.enum(['rows', 'figure']).optional().describe('The rows behind the figure (what is meant without it), or its sums.'),
  figure: z.enum(FIGURES).describe('Which figure: see the finance desk.'),
  ...{ from: text, to: text, grain: text, company: text, currency: text, rail: text, in: text, at: text },
  'as-of': text.describe('As figures stood once: a position, a time with its zone, or one on the clocks of `zone`.'),
  zone: text,
  ...{ corridor: text, country: text, reason: text, status: text },
})

type Context = {
  finance: Reader
  session: Session
  query: z.output<typeof exportQuery>
  request: Request
  traceId: string
  now: Date
}

/** A file that is streamed as it is made; 422 for a parameter that is not understood or more rows than a file may have, 503 while there is nothing to read. */
export const exportAs =
  (format: Format, mediaType: string) =>
  async ({ finance: present, session, query, request, traceId, now }: Context): Promise<Response | Refusal> => {
    const { of = 'rows', ...search } = query
    const url = readRowsUrl(search)
    const errors = misread(search, rowsParsers).map((each) => wrong(each.split('=')[0] ?? null, `${each} is not valid`))
    const outside = rangeProblem(url, now)
    if (outside) errors.push(wrong('from', outside))
    if (errors.length > 0) return notUnderstood(errors, traceId)
    const asOf = await figuresAt(present, url, now)
    if (asOf.figures === null) return refusedPast(asOf.refused, traceId)
    const finance = asOf.figures
    const question = { ...rowQuestionOf(url, session, now), figure: query.figure }
    const made = await orTooMuch(
      of === 'figure' ? exportSums(finance, question, format) : exportRows(finance, question, format, request.signal),
    )
    if (made === 'too much') {
      const detail = 'This took too long and was stopped. Choose fewer months, a company or a currency.'
      return problem({ status: 503, code: 'busy', title: 'Took too long', detail }, traceId, { 'retry-after': '60' })
    }
    if (made === null) {
      const detail = 'There are no figures yet. They appear once the first changes are counted.'
      return problem({ status: 503, code: 'not-published', title: 'No figures yet', detail }, traceId, { 'retry-after': '5' })
    }
    if (made.bytes === null) {
      const detail = `This has ${countWords(made.rows)} rows, and a file that is made at once has ${countWords(ROWS_MAX)} at most. Prepare a file on the page of the rows (POST /api/finance/exports), or choose fewer months, a company or a currency.`
      return notUnderstood([wrong('from', detail)], traceId)
    }
    const name = `payledger-${query.figure}-${of}-to-position-${made.coverage.position}.${format}`
    return new Response(webStreamOf(made.bytes), {
      headers: {
        'content-type': format === 'csv' ? `${mediaType}; charset=utf-8` : mediaType,
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'no-store',
        ...coverageHeaders(made.coverage),
      },
    })
  }

/** A file as it is made, in bytes: a stream of texts would not be taken by the server. */
export function webStreamOf(bytes: AsyncIterable<Buffer | string>): ReadableStream<Uint8Array> {
  const parts = bytes[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next()
      if (done) controller.close()
      else controller.enqueue(typeof value === 'string' ? Buffer.from(value) : value)
    },
    async cancel() {
      await parts.return?.()
    },
  })
}

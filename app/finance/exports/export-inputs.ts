/** What a large file is asked for with, and how it is told of. */
import { z } from 'zod'
import type { Session } from '@/access/session'
import type { Refusal } from '@/app/http/problem'
import { readProgress } from '@/finance/progress'
import { FIGURES } from '@/finance/questions/question'
import type { Reader } from '@/finance/reader'
import type { askExport } from '@/payroll/finance-desk/ask-export'
import { EXPORT_FORMATS, EXPORT_STATES } from '@/payroll/finance-desk/export-files'
import { misread } from '../../misread-note'
import { figuresAt } from '../figures-at'
import { asOfMoment, financeHref, readRowsUrl, rowsParsers } from '../finance-url'
import { monthRange, rangeProblem } from '../months'
import { notPublished, notUnderstood, refusedPast, rowQuestionOf, wrong } from '../read-figures'

const ASKS_MAX = 2_000

export const newExport = z.strictObject({
  figure: z.enum(FIGURES).describe('The figure whose rows the file has.'),
  asks: z.string().max(ASKS_MAX).describe('The choices, as the address of the page of rows has them after its question mark.'),
  format: z.enum(EXPORT_FORMATS).describe('A sheet (`xlsx`) has 1,048,575 rows beside its heading at most.'),
})

export const exportAsked = z.strictObject({ id: z.uuid(), state: z.enum(EXPORT_STATES) })

const whole = z.int().nonnegative()
const time = z.iso.datetime().nullable()
export const exportFiles = z.strictObject({
  exports: z.array(
    z.strictObject({
      ...{ id: z.uuid(), figure: z.string(), asks: z.string(), format: z.enum(EXPORT_FORMATS), state: z.enum(EXPORT_STATES) },
      position: z.string().nullable().describe('All rows are of the publication of the figures that covers the changes up to here.'),
      ...{ coveredUntil: time, rowsTotal: whole.nullable(), rowsWritten: whole, bytes: whole.nullable() },
      reason: z.string().nullable().describe('Why it could not be made, as a sentence.'),
      ...{ askedAt: z.iso.datetime(), endedAt: time, expiresAt: time },
    }),
  ),
})

type Wanted = Parameters<typeof askExport>[2]
type Context = { finance: Reader; financeDir: string; session: Session; now: Date; traceId: string }

/** What the job is to write, with the months written out: they are the same tomorrow. */
export async function wantedExport(
  { figure, asks, format }: z.output<typeof newExport>,
  { finance, financeDir, session, now, traceId }: Context,
): Promise<Wanted | Refusal> {
  const search = Object.fromEntries(new URLSearchParams(asks))
  const errors = misread(search, rowsParsers).map((each) => wrong('asks', `${each} is not valid`))
  const url = readRowsUrl(search)
  const outside = rangeProblem(url, now)
  if (outside) errors.push(wrong('asks', outside))
  if (errors.length > 0) return notUnderstood(errors, traceId)
  const at = await figuresAt(finance, url, now)
  if (at.figures === null) return refusedPast(at.refused, traceId)
  const position = (await readProgress(financeDir))?.position ?? null
  if (position === null) return notPublished(traceId)
  const { companies, ...question } = rowQuestionOf(url, session, now)
  const asOf = asOfMoment(url)
  const address = financeHref('/finance/rows', { ...url, ...monthRange(url, now), figure, ...NO_PLACE })
  return {
    ...{ figure, format, asks: address.split('?')[1] ?? '', position: at.isPast ? null : position },
    question: asOf === null ? question : { ...question, asOf },
  }
}

/** Where one was in the pages, and how they looked, is no part of the rows. */
const NO_PLACE = { after: null, seen: null, chart: null, compare: null } as const

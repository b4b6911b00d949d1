/** What a saved question holds, as routes take it. */
import { z } from 'zod'
import { QUESTION_PAGES } from '@/payroll/finance-desk/questions'
import { misread } from '../../misread-note'
import { financeHref, readRowsUrl, rowsParsers } from '../finance-url'
import { wrong } from '../read-figures'
import { pathOf } from './question-href'

const ASKS_MAX = 8_000

const name = z
  .string({ error: 'Give it a name.' })
  .overwrite((text) => text.normalize('NFC').replace(/\s+/g, ' ').trim())
  .min(1, 'Give it a name.')
  .max(80, 'A name has 80 characters at most.')
  .refine((text) => /[\p{L}\p{N}]/u.test(text), 'Give it a name in words.')

export const newQuestion = z.strictObject({
  name,
  page: z.enum(QUESTION_PAGES),
  asks: z.string().max(ASKS_MAX).describe('The choices, as the page’s address has them after its question mark; of `sql` the text.'),
  shared: z.boolean(),
})

export const changedQuestion = z.strictObject({ name, shared: z.boolean() })

export const savedQuestions = z.strictObject({
  questions: z.array(
    z.strictObject({
      ...{ id: z.uuid(), name: z.string(), page: z.enum(QUESTION_PAGES), asks: z.string(), shared: z.boolean(), owner: z.string() },
      ...{ mine: z.boolean(), orphaned: z.boolean(), pinned: z.boolean(), version: z.int() },
    }),
  ),
})

export const questionSaved = z.strictObject({ id: z.uuid(), version: z.int() })

/** The choices in the order in which addresses have them, or what is wrong with them. */
export function asksOf({ page, asks }: z.output<typeof newQuestion>): string | ReturnType<typeof wrong>[] {
  if (page === 'sql') return asks.trim() === '' ? [wrong('asks', 'Write a question first.')] : asks.trim()
  const search = Object.fromEntries(new URLSearchParams(asks))
  const misunderstood = misread(search, rowsParsers)
  if (misunderstood.length > 0) return misunderstood.map((each) => wrong('asks', `${each} is not valid`))
  // Where one was in the pages, and when, is no part of the question.
  return financeHref(pathOf(page), { ...readRowsUrl(search), after: null, seen: null }).split('?')[1] ?? ''
}

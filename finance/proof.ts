/** The proof of a figure: what was asked, what was answered, and the certificate of the publication that answered. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { certificate, sealOf } from './certificate'
import { type Filter, QUESTION_NAMES, QUESTIONS, type QuestionName } from './mart-questions'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const proof = z.strictObject({
  proof: z.literal(1),
  question: z.enum(QUESTION_NAMES),
  /** The SQL that answers it, over the marts of the certificate. */
  sql: z.string(),
  parameters: z.strictObject({
    ...{ from: z.string(), to: z.string(), currency: z.string(), company: z.string() },
    /** The companies whose rows the asking person may see; null means every one. */
    companies: z.array(z.string()).nullable(),
  }),
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))),
  /** SHA-256 of the rows, as JSON. */
  result: sha256,
  certificate,
  /** SHA-256 of all of the above, as it is written. */
  seal: sha256,
})
export type Proof = z.infer<typeof proof>

/** SHA-256 of an answer's rows. */
export const resultOf = (rows: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(rows)).digest('hex')

/** Puts what was asked and answered together, and seals it. */
export function proofOf(question: QuestionName, filter: Filter, rows: Proof['rows'], certified: Proof['certificate']): Proof {
  const { from, to, currency = '', company = '', companies } = filter
  const parameters = { from, to, currency, company, companies: companies === null ? null : [...companies] }
  const unsealed = {
    proof: 1 as const,
    question,
    sql: QUESTIONS[question].sql,
    parameters,
    rows,
    result: resultOf(rows),
    certificate: certified,
  }
  return { ...unsealed, seal: sealOf(unsealed) }
}

/** A small payroll file in memory that needs no question, or comes with the answer: the template, sample data, tests. */

import { inspectPayrollFile } from './inspect'
import { type AmountStyle, answered } from './mapping'
import type { PayrollLine } from './payroll-line'
import { type PayrollProblem, Problems } from './payroll-problems'
import { readPayrollFile } from './read'
import { type NameRules, type PayrollRules, PLAIN_NAMES, type Question } from './types'

export type PayrollFile = { ok: true; lines: PayrollLine[]; notes: PayrollProblem[] } | { ok: false; problems: PayrollProblem[] }

/** The answer to a file's question about its amounts: what stands before the decimals, or what whole numbers count. */
export const AMOUNTS = ['comma', 'point', 'units', 'cents'] as const
type Amounts = (typeof AMOUNTS)[number]

const RULES: PayrollRules = { currencies: null, names: PLAIN_NAMES }

/**
 * Reads the file whole, as it is proposed. Gives all lines, or every problem at once (at most 1,000, then how many more); a question that only a person
 * can answer is a problem here, unless it is about the amounts and `amounts` answers it. Never throws on content.
 */
export async function readPayrollBytes(
  bytes: Uint8Array,
  amounts: Amounts | null = null,
  severalLines = false,
  names: NameRules = PLAIN_NAMES,
): Promise<PayrollFile> {
  const file = { name: 'payroll.csv', bytes }
  const sighting = await inspectPayrollFile(file)
  if (sighting.kind === 'refused') return { ok: false, problems: [problem(null, sighting.sentence)] }
  const given = sighting.questions.map((question) => ({
    question,
    option: question.options.find((option) => wordOf(question, option) === amounts),
  }))
  const open = given.filter(({ option }) => amounts === null || !option)
  if (open.length > 0) return { ok: false, problems: open.map(({ question }) => problemOf(question)) }
  const mapping = given.reduce((so, { option }) => answered(so, option?.answer ?? {}), sighting.mapping)
  const lines: PayrollLine[] = []
  const notes: PayrollProblem[] = []
  const problems = new Problems()
  for await (const step of readPayrollFile(file, mapping, { ...RULES, severalLines, names })) {
    if (step.kind === 'refused') return { ok: false, problems: [problem(null, step.sentence)] }
    for (const each of step.problems) problems.add(each)
    if (step.kind === 'end') continue
    lines.push(...step.lines)
    notes.push(...step.notes)
  }
  return problems.count > 0 ? { ok: false, problems: problems.list() } : { ok: true, lines, notes }
}

/** An option's word for `amounts`; null where the question is about something else. */
function wordOf({ id }: Question, { answer }: Question['options'][number]): Amounts | null {
  const style: AmountStyle | null = answer.amountStyle ?? null
  if (style === null || !id.startsWith('amount-')) return null
  if (id === 'amount-unit') return style.unit === 'minor' ? 'cents' : 'units'
  return style.decimal === ',' ? 'comma' : 'point'
}

function problemOf(question: Question): PayrollProblem {
  const words = question.options.map((option) => [wordOf(question, option), option.label] as const).filter(([word]) => word !== null)
  if (words.length === 0)
    return problem(
      question.field,
      `${question.sentence} Upload the file in the browser or to /api/payroll-imports, where you can answer this.`,
    )
  return problem(
    'amounts',
    `${question.sentence} Send the field "amounts": ${words.map(([word, label]) => `${word} (${label})`).join(', or ')}.`,
  )
}

const problem = (field: string | null, reason: string): PayrollProblem => ({ row: null, field, column: null, reason })

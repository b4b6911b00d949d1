/** A small payroll file in memory that needs no question: the template, sample data, tests. */
import type { PayrollLine } from '../payroll-line'
import { type PayrollProblem, Problems } from '../payroll-problems'
import { readPayrollFile } from './read'
import { sightPayrollFile } from './sight'
import type { PayrollRules } from './types'

export type PayrollFile = { ok: true; lines: PayrollLine[]; notes: PayrollProblem[] } | { ok: false; problems: PayrollProblem[] }

const NO_RULES: PayrollRules = { payDate: null, today: '2000-01-01', now: '2000-01-01T00:00:00Z', cutOffAt: null, currencies: null }

/**
 * Reads the file whole, as it is proposed. Gives all lines, or every problem at once (at most 1,000, then how many more); a question that only a person
 * can answer is a problem here. Never throws on content.
 */
export async function readPayrollBytes(bytes: Uint8Array, name = 'payroll.csv', rules: PayrollRules = NO_RULES): Promise<PayrollFile> {
  const file = { name, bytes }
  const sighting = await sightPayrollFile(file)
  if (sighting.kind === 'refused') return refused([sighting.sentence])
  if (sighting.questions.length > 0) return refused(sighting.questions.map(({ sentence }) => sentence))
  const lines: PayrollLine[] = []
  const notes: PayrollProblem[] = []
  const problems = new Problems()
  for await (const step of readPayrollFile(file, sighting.mapping, rules)) {
    if (step.kind === 'refused') return refused([step.sentence])
    for (const problem of step.problems) problems.add(problem)
    if (step.kind === 'end') continue
    lines.push(...step.lines)
    notes.push(...step.notes)
  }
  return problems.count > 0 ? { ok: false, problems: problems.list() } : { ok: true, lines, notes }
}

const refused = (sentences: readonly string[]): PayrollFile => ({
  ok: false,
  problems: sentences.map((reason) => ({ row: null, field: null, column: null, reason })),
})

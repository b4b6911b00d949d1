/** A file sighted and read to its end, for tests. */

import type { Mapping } from '@/payroll-files/mapping'
import type { PayrollLine } from '@/payroll-files/payroll-line'
import type { PayrollProblem } from '@/payroll-files/payroll-problems'
import { readPayrollFile } from '@/payroll-files/read'
import { type PayrollRules, type PayrollSource, PLAIN_NAMES, type ReadEnd, type RefusedRow } from '@/payroll-files/types'

export const RULES: PayrollRules = { currencies: null, names: PLAIN_NAMES }

export type Whole = {
  lines: PayrollLine[]
  problems: PayrollProblem[]
  notes: PayrollProblem[]
  refused: RefusedRow[]
  end: ReadEnd | string
}

export async function readWhole(file: PayrollSource, mapping: Mapping, rules: PayrollRules = RULES): Promise<Whole> {
  const whole: Whole = { lines: [], problems: [], notes: [], refused: [], end: 'nothing came' }
  for await (const step of readPayrollFile(file, mapping, rules)) {
    if (step.kind === 'refused') whole.end = step.sentence
    else if (step.kind === 'end') whole.end = step
    else {
      whole.lines.push(...step.lines)
      whole.problems.push(...step.problems)
      whole.notes.push(...step.notes)
      whole.refused.push(...step.refused)
    }
  }
  return whole
}

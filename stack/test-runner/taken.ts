/** A file as a clerk takes it, for tests: sighted, its questions answered, read to its end. */

import { inspectPayrollFile } from '@/payroll-files/inspect'
import { answered } from '@/payroll-files/mapping'
import type { Inspection } from '@/payroll-files/types'
import { readWhole } from './read-whole'

/** @throws the sentence of a file that is refused. */
export async function sight(name: string, bytes: Uint8Array): Promise<Inspection> {
  const sighting = await inspectPayrollFile({ name, bytes })
  if (sighting.kind === 'refused') throw new Error(sighting.sentence)
  return sighting
}

/** Each question is answered by the option that contains its answer; lines and problems come back in a few words each. */
export async function taken(name: string, bytes: Uint8Array, answers: Readonly<Record<string, string>> = {}) {
  const sighting = await sight(name, bytes)
  const mapping = sighting.questions.reduce((so, { id, options }) => {
    const option = options.find(({ label }) => answers[id] !== undefined && label.includes(answers[id]))
    if (!option) throw new Error(`${id}: ${options.map(({ label }) => label).join(' | ')}`)
    return answered(so, option.answer)
  }, sighting.mapping)
  const whole = await readWhole({ name, bytes }, mapping)
  return {
    sighting,
    asked: sighting.questions.map(({ id }) => id),
    ...whole,
    lines: whole.lines.map(({ employeeNumber, employeeName, account, bic, currency, amountMinor }) =>
      [employeeNumber, employeeName, account, bic ?? '-', currency, String(amountMinor)].join(' / '),
    ),
    problems: whole.problems.map(({ row, column, reason }) => `${row} ${column}: ${reason}`),
  }
}

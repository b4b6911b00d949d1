/** Checks a file row by row: memory is bounded by a batch, progress is in the ledger. */

import type { PayrollProblem } from '@/payroll-files/payroll-problems'
import { readPayrollFile } from '@/payroll-files/read'
import type { ReadEnd } from '@/payroll-files/types'
import { readNameRules } from '../runs/latin-names'
import type { CommandContext } from '../transaction/execute'
import { type CheckContext, rowRules } from './check-context'
import { checkCorrection } from './check-correction'
import { draftImport } from './draft-import'
import { importPath } from './files'
import { emptyReport, type ImportReport, NOTES_MAX } from './report'
import type { TakenCheck } from './take-check'
import { endCheck, writeBatch } from './write-check'

/**
 * Does the check that this process has taken, and makes the draft where nothing had to be asked and nothing was found.
 * Ends quietly when another process has taken the check over. @throws the store's errors: another attempt then does it all again.
 */
export async function checkFile(place: CheckContext, taken: TakenCheck, call: CommandContext): Promise<void> {
  if (taken.correction) return checkCorrection(place, taken, taken.correction, call)
  const clean = taken.isRead || (await checkRows(place, taken))
  if (!clean || !taken.direct) return
  // People who are paid already are a question after all: without a reason there is no draft.
  const drafted = await draftImport(place.ledger, call, taken.id, {})
  if (drafted.result.ok) return
  await place.ledger.$executeRaw`UPDATE payroll_import SET direct = false WHERE id = ${taken.id}::uuid`
}

/** True when everything was found good. */
async function checkRows({ ledger, importDir, accountHashKey }: CheckContext, taken: TakenCheck): Promise<boolean> {
  const notes: PayrollProblem[] = []
  let notesCount = 0
  const file = { name: taken.fileName, path: importPath(importDir, taken.id) }
  const rules = { ...rowRules(await readNameRules(ledger, taken.companyId, taken.id)), severalLines: taken.severalLines }
  for await (const step of readPayrollFile(file, taken.mapping, rules)) {
    if (step.kind === 'refused') {
      await endCheck(ledger, taken, emptyReport(step.sentence))
      return false
    }
    if (step.kind === 'end') {
      const report = reportOf(step, notes, notesCount)
      return (await endCheck(ledger, taken, report)) && step.refused === 0 && step.problems.length === 0
    }
    notes.push(...step.notes.slice(0, NOTES_MAX - notes.length))
    notesCount += step.notes.length
    if (!(await writeBatch(ledger, taken, step, accountHashKey))) return false
  }
  return false
}

const reportOf = (end: ReadEnd, notes: PayrollProblem[], notesCount: number): ImportReport => ({
  ...emptyReport(null),
  header: end.header,
  rows: end.rows,
  severalLines: end.severalLines,
  otherRows: end.otherRows,
  problems: end.problems,
  notes,
  notesCount: notesCount + end.notesLeftOut,
})

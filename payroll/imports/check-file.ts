/** Checks a file row by row, in the background of the request that began it: memory is bounded by a batch, progress is in the ledger. */

import type { PayrollProblem } from '@/payroll-files/payroll-problems'
import { readPayrollFile } from '@/payroll-files/read'
import type { ReadEnd } from '@/payroll-files/types'
import { readNameRules } from '../runs/latin-names'
import type { CommandContext } from '../transaction/execute'
import type { CheckBegun } from './begin-check'
import { type CheckContext, rowRules } from './check-context'
import { checkCorrection } from './check-correction'
import { draftImport } from './draft-import'
import { importPath } from './files'
import { emptyReport, type ImportReport, NOTES_MAX } from './report'
import { endCheck, writeBatch } from './write-check'

/**
 * Does the check that `begun` gave to this process, and makes the draft where nothing had to be asked and nothing was found.
 * Ends quietly when another process has taken the check over. @throws the store's errors: the check then waits to be begun again.
 */
export async function checkFile(place: CheckContext, begun: CheckBegun, call: CommandContext): Promise<void> {
  if (begun.correction) return checkCorrection(place, begun, begun.correction, call)
  const clean = await checkRows(place, begun)
  if (!clean || !begun.direct) return
  // People who are paid already are a question after all: without a reason there is no draft.
  const drafted = await draftImport(place.ledger, { ...call, idempotency: null }, begun.id, {})
  if (drafted.result.ok) return
  await place.ledger.$executeRaw`UPDATE payroll_import SET direct = false WHERE id = ${begun.id}::uuid`
}

/** True when everything was found good. */
async function checkRows({ ledger, importDir, accountHashKey }: CheckContext, begun: CheckBegun): Promise<boolean> {
  const notes: PayrollProblem[] = []
  let notesCount = 0
  const file = { name: begun.fileName, path: importPath(importDir, begun.id) }
  const rules = { ...rowRules(await readNameRules(ledger, begun.companyId, begun.id)), severalLines: begun.severalLines }
  for await (const step of readPayrollFile(file, begun.mapping, rules)) {
    if (step.kind === 'refused') {
      await endCheck(ledger, begun, emptyReport(step.sentence), null)
      return false
    }
    if (step.kind === 'end') {
      const report = reportOf(step, notes, notesCount)
      return (await endCheck(ledger, begun, report, step.linesHash)) && step.refused === 0 && step.problems.length === 0
    }
    notes.push(...step.notes.slice(0, NOTES_MAX - notes.length))
    notesCount += step.notes.length
    if (!(await writeBatch(ledger, begun, step, accountHashKey))) return false
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

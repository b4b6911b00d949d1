/** Takes an error file that came back corrected: each row goes where the refused one stood, or is refused again. All of it or nothing, in one transaction. */
import { readPayrollFile } from '@/payroll-files/read'
import { rowsOf } from '@/payroll-files/rows'
import type { PayrollRules, PayrollSource } from '@/payroll-files/types'
import { readNameRules } from '../runs/latin-names'
import { type CommandContext, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import { type CheckContext, rowRules } from './check-context'
import { importPath } from './files'
import { type Correction, lockImport } from './import-row'
import { type CheckedRows, putRows } from './put-rows'
import { emptyReport } from './report'
import type { TakenCheck } from './take-check'
import { endCheck } from './write-check'

/** The column of an error file that says which row of the first file each of its rows is. */
export const ROW_COLUMN = 'PayLedger row'
const ROWS_MAX = 10_000

/**
 * Checks the corrected rows of an error file and puts the good ones in the place of the refused. Ends quietly when another attempt has taken the
 * check over. @throws the store's errors.
 */
export async function checkCorrection(place: CheckContext, taken: TakenCheck, correction: Correction, call: CommandContext): Promise<void> {
  const file = { name: correction.fileName, path: importPath(place.importDir, correction.file) }
  const rules = { ...rowRules(await readNameRules(place.ledger, taken.companyId, taken.id)), severalLines: taken.severalLines }
  const read = await readCorrected(file, correction, rules)
  await execute<{ id: string }>(
    place.ledger,
    call,
    async (tx) => {
      const row = await lockImport(tx, taken.id, call.companies)
      if (row?.attempt !== taken.attempt || row.state !== 'checking') return { id: taken.id }
      const report = { ...(row.report ?? emptyReport(null)), correctionRefusal: typeof read === 'string' ? read : null }
      if (typeof read !== 'string') {
        const { taken: rows, notes } = await putRows(tx, call, taken, report.header, read, place.accountHashKey)
        report.corrections = [...report.corrections, { fileName: correction.fileName, sha256: correction.sha256, rows }]
        report.notes = [...report.notes, ...notes]
        report.notesCount += notes.length
      }
      await endCheck(tx, taken, report)
      return { id: taken.id }
    },
    RUN_TRANSITION_MS,
  )
}

/** Its rows, numbered as in the first file; or why it cannot be read. */
async function readCorrected(file: PayrollSource, { mapping }: Correction, rules: PayrollRules): Promise<CheckedRows | string> {
  const found: CheckedRows = { header: [], lines: [], refused: [], notes: [] }
  for await (const step of readPayrollFile(file, mapping, rules, { rowsMax: ROWS_MAX + 1 })) {
    if (step.kind === 'refused') return step.sentence
    if (step.kind === 'end') {
      if (step.rows > ROWS_MAX)
        return `More than ${ROWS_MAX.toLocaleString('en')} corrected rows. Correct the whole file and upload it as a new run.`
      if (step.problems[0]) return step.problems[0].reason
      found.header = step.header
    } else {
      found.lines.push(...step.lines)
      found.refused.push(...step.refused)
      found.notes.push(...step.notes)
    }
  }
  const place = found.header.indexOf(ROW_COLUMN)
  if (place < 0)
    return `The column "${ROW_COLUMN}" is missing, so this is not the error file of this import. Download the rows with problems again.`
  const numbers = new Map<number, number>()
  for await (const { row, cells } of rowsOf(file, mapping, () => {})) numbers.set(row, Number.parseInt(cells[place] ?? '', 10))
  const renumber = (row: number): number => numbers.get(row) ?? 0
  found.lines = found.lines.map((line) => ({ ...line, lineNumber: renumber(line.lineNumber) }))
  found.refused = found.refused.map((each) => ({ ...each, row: renumber(each.row) }))
  found.notes = found.notes.map((each) => ({ ...each, row: each.row && renumber(each.row) }))
  return found
}

/** Takes an error file that came back corrected: each row goes where the refused one stood, or is refused again. All of it or nothing, in one transaction. */
import { readPayrollFile } from '@/bank/payroll-file/read'
import { rowsOf } from '@/bank/payroll-file/rows'
import type { PayrollSource, RefusedRow } from '@/bank/payroll-file/types'
import type { PayrollLine } from '@/bank/payroll-line'
import type { PayrollProblem } from '@/bank/payroll-problems'
import { plainJson } from '@/bank/plain-text'
import type { Transaction } from '@/prisma/connect'
import { type Call, execute, RUN_TRANSITION_MS } from '../execute'
import type { CheckBegun } from './begin-check'
import { type CheckPlace, ROW_RULES } from './check-place'
import { importPath } from './files'
import { type Correction, lockImport } from './import-row'
import { emptyReport } from './report'
import { endCheck, lineRows } from './write-check'

/** The column of an error file that says which row of the first file each of its rows is. */
export const ROW_COLUMN = 'PayLedger row'
const ROWS_MAX = 10_000

type Corrected = { header: string[]; lines: PayrollLine[]; refused: RefusedRow[]; notes: PayrollProblem[] }

export async function checkCorrection(place: CheckPlace, begun: CheckBegun, correction: Correction, call: Call): Promise<void> {
  const file = { name: correction.fileName, path: importPath(place.importDir, correction.file) }
  const read = await readCorrected(file, correction, begun.severalLines)
  await execute<{ id: string }>(
    place.ledger,
    { ...call, idempotency: null },
    async (tx) => {
      const row = await lockImport(tx, begun.id, call.companies)
      if (row?.attempt !== begun.attempt || row.state !== 'checking') return { id: begun.id }
      const report = { ...(row.report ?? emptyReport(null)), correctionRefusal: typeof read === 'string' ? read : null }
      if (typeof read !== 'string') {
        const { taken, notes } = await put(tx, begun.id, report.header, read, begun.severalLines, place.accountHashKey)
        report.corrections = [...report.corrections, { fileName: correction.fileName, sha256: correction.sha256, rows: taken }]
        report.notes = [...report.notes, ...notes]
        report.notesCount += notes.length
      }
      await endCheck(tx, begun, report, null)
      return { id: begun.id }
    },
    RUN_TRANSITION_MS,
  )
}

/** Its rows, numbered as in the first file; or why it cannot be read. */
async function readCorrected(file: PayrollSource, { mapping }: Correction, severalLines: boolean): Promise<Corrected | string> {
  const found: Corrected = { header: [], lines: [], refused: [], notes: [] }
  for await (const step of readPayrollFile(file, mapping, { ...ROW_RULES, severalLines }, { rowsMax: ROWS_MAX + 1 })) {
    if (step.kind === 'refused') return step.sentence
    if (step.kind === 'end') {
      if (step.rows > ROWS_MAX) return `More than ${ROWS_MAX.toLocaleString('en')} corrected rows: mend the file itself and upload it anew.`
      if (step.problems[0]) return step.problems[0].reason
      found.header = step.header
    } else {
      found.lines.push(...step.lines)
      found.refused.push(...step.refused)
    }
  }
  const place = found.header.indexOf(ROW_COLUMN)
  if (place < 0) return `The column "${ROW_COLUMN}" is missing: this is not the error file of this import.`
  const numbers = new Map<number, number>()
  for await (const { row, cells } of rowsOf(file, mapping, () => {})) numbers.set(row, Number.parseInt(cells[place] ?? '', 10))
  const renumber = (row: number): number => numbers.get(row) ?? 0
  found.lines = found.lines.map((line) => ({ ...line, lineNumber: renumber(line.lineNumber) }))
  found.refused = found.refused.map((each) => ({ ...each, row: renumber(each.row) }))
  return found
}

async function put(
  tx: Transaction,
  importId: string,
  header: readonly string[],
  { lines, refused, header: itsHeader }: Corrected,
  severalLines: boolean,
  accountHashKey: string,
): Promise<{ taken: number; notes: PayrollProblem[] }> {
  const waiting = await tx.$queryRaw<
    { row: number }[]
  >`SELECT row_number AS "row" FROM payroll_import_refused WHERE import_id = ${importId}::uuid`
  const open = new Set(waiting.map(({ row }) => row))
  const others = severalLines ? new Map<string, number>() : await employeesOf(tx, importId, lines)
  const good: PayrollLine[] = []
  const bad: RefusedRow[] = []
  const notes: PayrollProblem[] = []
  const claim = (row: number): boolean => {
    if (open.delete(row)) return true
    const reason = `A corrected row was not taken: row ${Number.isNaN(row) ? '(none)' : row} is not one that was refused, or it came twice.`
    notes.push({ row: null, field: null, column: null, reason })
    return false
  }
  for (const line of lines) {
    if (!claim(line.lineNumber)) continue
    const other = others.get(line.employeeNumber)
    if (other === undefined) good.push(line)
    else
      bad.push({ row: line.lineNumber, cells: [], reasons: [`The employee number ${line.employeeNumber} stands in row ${other} already.`] })
  }
  // Cells are kept as they came back, unless the columns were moved about.
  const sameColumns = header.every((name, index) => itsHeader[index] === name)
  for (const row of refused) if (claim(row.row)) bad.push({ ...row, cells: sameColumns ? row.cells.slice(0, header.length) : [] })
  await tx.$executeRaw`
    INSERT INTO payroll_import_line (import_id, line_number, employee_number, employee_name, country, account, account_kind, account_hash, bic, currency,
      amount_minor, rail)
    SELECT ${importId}::uuid, n, number, name, country, account, kind, hash, bic, currency, minor, rail
    FROM json_to_recordset(${lineRows(good, accountHashKey)}::json) AS line(n int, number text, name text, country text, account text,
      kind text, hash text, bic text, currency text, minor bigint, rail text)`
  await tx.$executeRaw`
    DELETE FROM payroll_import_refused WHERE import_id = ${importId}::uuid AND row_number = ANY(${good.map(({ lineNumber }) => lineNumber)}::int[])`
  await tx.$executeRaw`
    UPDATE payroll_import_refused r SET reasons = bad.reasons, cells = CASE WHEN bad.cells = '[]' THEN r.cells ELSE bad.cells END
    FROM json_to_recordset(${plainJson(bad)}::json) AS bad("row" int, cells jsonb, reasons jsonb)
    WHERE r.import_id = ${importId}::uuid AND r.row_number = bad."row"`
  return { taken: good.length, notes }
}

/** In which row of the first file each of these people stands already. */
async function employeesOf(tx: Transaction, importId: string, lines: readonly PayrollLine[]): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ employee: string; line: number }[]>`
    SELECT employee_number AS employee, line_number AS line FROM payroll_import_line
    WHERE import_id = ${importId}::uuid AND employee_number = ANY(${lines.map(({ employeeNumber }) => employeeNumber)}::text[])`
  return new Map(rows.map(({ employee, line }) => [employee, line]))
}

/** Puts rows that were corrected where the refused ones stood: as lines, or refused again with what is wrong now. */
import { foreignIn } from '@/iso20022/charset'
import { columnIndexesIn, headingsOf } from '@/payroll-files/columns'
import type { Mapping } from '@/payroll-files/mapping'
import { writtenName } from '@/payroll-files/name'
import type { PayrollLine } from '@/payroll-files/payroll-line'
import type { PayrollProblem } from '@/payroll-files/payroll-problems'
import { personKey } from '@/payroll-files/person-key'
import type { RefusedRow } from '@/payroll-files/types'
import { plainJson } from '@/platform/plain-text'
import { Prisma, type Transaction } from '@/prisma/connect'
import { personOf } from '../runs/last-payment'
import { LINE_COLUMNS, lineRows } from '../runs/line-rows'
import type { CommandContext } from '../transaction/execute'

/** `header`: the columns the rows came with. Rows are numbered as in the first file. */
export type CheckedRows = { header: string[]; lines: PayrollLine[]; refused: RefusedRow[]; notes: PayrollProblem[] }
type Of = { id: string; mapping: Mapping; severalLines: boolean }

/** @param header the first file's. @returns how many rows are lines now, and what is worth a look. */
export async function putRows(
  tx: Transaction,
  call: CommandContext,
  file: Of,
  header: readonly string[],
  { lines, refused, header: itsHeader, notes: found }: CheckedRows,
  accountHashKey: string,
): Promise<{ taken: number; notes: PayrollProblem[] }> {
  const open = await openRows(tx, file.id)
  const others = file.severalLines ? new Map<string, number>() : await employeesOf(tx, file.id, lines)
  const payees = await accountsOf(tx, file.id, lines)
  const good: PayrollLine[] = []
  const bad: RefusedRow[] = []
  const notes = [...found]
  const note = (row: number | null, reason: string): unknown => notes.push({ row, field: null, column: null, reason })
  const claimed = new Set<number>()
  const claim = (row: number): boolean => {
    if (open.has(row) && !claimed.has(row)) return Boolean(claimed.add(row))
    note(null, `PayLedger skipped a corrected row: row ${Number.isNaN(row) ? '(none)' : row} had no problem, or it is in the file twice.`)
    return false
  }
  for (const line of lines) {
    if (!claim(line.lineNumber)) continue
    const other = others.get(personKey(line.employeeNumber))
    const payee = payees.get(line.account)
    if (other !== undefined) {
      bad.push({ row: line.lineNumber, cells: [], reasons: [`The employee number ${line.employeeNumber} is already in row ${other}.`] })
      continue
    }
    good.push(line)
    if (payee !== undefined) note(line.lineNumber, `This account is also paid in row ${payee}.`)
  }
  // Cells are kept as they came back, unless the columns were moved about.
  const sameColumns = headingsOf(header, file.mapping).every(
    (name, index) => itsHeader[index] === name || itsHeader[index] === header[index],
  )
  for (const row of refused)
    if (claim(row.row)) bad.push({ ...row, cells: sameColumns ? row.cells.slice(0, Math.max(header.length, 1)) : [] })
  await write(tx, file.id, good, bad, accountHashKey)
  await rememberNames(tx, call, file, header, good, open)
  return { taken: good.length, notes }
}

async function write(tx: Transaction, importId: string, good: PayrollLine[], bad: RefusedRow[], accountHashKey: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO payroll_import_line (import_id, ${LINE_COLUMNS}) SELECT ${importId}::uuid, ${LINE_COLUMNS} FROM ${lineRows(good, accountHashKey)}`
  await tx.$executeRaw`
    DELETE FROM payroll_import_refused WHERE import_id = ${importId}::uuid AND row_number = ANY(${good.map(({ lineNumber }) => lineNumber)}::int[])`
  await tx.$executeRaw`
    UPDATE payroll_import_refused r SET reasons = bad.reasons, proposed = bad.proposed, first_cells = coalesce(r.first_cells, r.cells), cells = CASE WHEN bad.cells = '[]' THEN r.cells ELSE bad.cells END
    FROM json_to_recordset(${plainJson(bad)}::json) AS bad("row" int, cells jsonb, reasons jsonb, proposed jsonb)
    WHERE r.import_id = ${importId}::uuid AND r.row_number = bad."row"`
}

/** The rows that are refused now, with the cells that the file had. */
async function openRows(tx: Transaction, importId: string): Promise<Map<number, string[]>> {
  const rows = await tx.$queryRaw<{ row: number; cells: string[] }[]>`
    SELECT row_number AS "row", coalesce(first_cells, cells) AS cells FROM payroll_import_refused WHERE import_id = ${importId}::uuid`
  return new Map(rows.map(({ row, cells }) => [row, cells]))
}

/** In which row of the first file each of these people stands already, by `personKey`. */
async function employeesOf(tx: Transaction, importId: string, lines: readonly PayrollLine[]): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ employee: string; line: number }[]>`
    SELECT ${personOf(Prisma.sql`employee_number`)} AS employee, line_number AS line FROM payroll_import_line
    WHERE import_id = ${importId}::uuid AND ${personOf(Prisma.sql`employee_number`)} = ANY(${lines.map(({ employeeNumber }) => personKey(employeeNumber))}::text[])`
  return new Map(rows.map(({ employee, line }) => [employee, line]))
}

/** Which row of the first file pays to each of these accounts. */
async function accountsOf(tx: Transaction, importId: string, lines: readonly PayrollLine[]): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ account: string; line: number }[]>`
    SELECT account, min(line_number) AS line FROM payroll_import_line
    WHERE import_id = ${importId}::uuid AND account = ANY(${lines.map(({ account }) => account)}::text[]) GROUP BY account`
  return new Map(rows.map(({ account, line }) => [account, line]))
}

/** A name of another script that somebody has now written in Latin letters is kept with the file, and remembered when its run is approved. */
async function rememberNames(
  tx: Transaction,
  call: CommandContext,
  { id, mapping }: Of,
  header: readonly string[],
  good: readonly PayrollLine[],
  before: ReadonlyMap<number, string[]>,
): Promise<void> {
  const places = columnIndexesIn(header, mapping) ?? {}
  const byName = mapping.fields.employee_number?.from === 'name'
  const rows = good.flatMap(({ lineNumber, employeeNumber, employeeName }) => {
    const cells = before.get(lineNumber) ?? []
    const written = writtenName(mapping, (field) => (cells[places[field] ?? -1] ?? '').trim())
    return foreignIn(written) === null ? [] : [{ number: byName ? '' : employeeNumber, written, latin: employeeName }]
  })
  if (rows.length === 0) return
  await tx.$executeRaw`
    INSERT INTO import_latin_name (import_id, employee_number, written, latin, settled_by, settled_at)
    SELECT DISTINCT ON (number, written) ${id}::uuid, number, written, latin, ${call.actor.id}, ${call.now}
    FROM json_to_recordset(${plainJson(rows)}::json) AS n(number text, written text, latin text)
    ON CONFLICT (import_id, employee_number, written)
      DO UPDATE SET latin = excluded.latin, settled_by = excluded.settled_by, settled_at = excluded.settled_at`
}

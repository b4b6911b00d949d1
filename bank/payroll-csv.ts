/** Payroll files in: the plain CSV template, checked whole. */
import { CsvError, parse } from 'csv-parse/sync'
import { type ColumnPlaces, readHeader } from './payroll-columns'
import { type PayrollLine, readLine } from './payroll-line'
import { type PayrollProblem, Problems } from './payroll-problems'
import { payrollText } from './payroll-text'

export type { PayrollLine } from './payroll-line'
export type { PayrollProblem } from './payroll-problems'

export const PAYROLL_LINES_MAX = 100_000

export type PayrollFile = { ok: true; lines: PayrollLine[]; notes: PayrollProblem[] } | { ok: false; problems: PayrollProblem[] }

/**
 * Reads the payroll template: UTF-8 (a byte order mark is allowed), commas, a header with its seven columns in any order.
 * Gives all lines, or every problem at once (at most 1,000, then how many more); what is worth a look but not wrong is a note. Never throws.
 */
export function readPayrollCsv(bytes: Uint8Array): PayrollFile {
  const decoded = payrollText(bytes)
  if ('problem' in decoded) return { ok: false, problems: [{ row: null, field: null, reason: decoded.problem }] }
  const problems = new Problems()
  const notes = new Problems()
  const rows = readRows(decoded.text, problems)
  const header = rows.find((cells) => !isBlank(cells))
  if (!header) return problems.count > 0 ? { ok: false, problems: problems.list() } : fileProblem('The file is empty.')
  const first = rows.indexOf(header) + 1
  const places = readHeader(header, first, problems)
  if (!places) return { ok: false, problems: problems.list() }
  const filled = rows.length - first - rows.slice(first).filter(isBlank).length
  if (filled === 0 && problems.count === 0) return fileProblem('The file has a header and no payroll lines.')
  if (filled > PAYROLL_LINES_MAX)
    return fileProblem(`The file has more than ${PAYROLL_LINES_MAX.toLocaleString('en')} payroll lines; split it.`)
  const lines = readLines(rows, first, places, header.length, problems, notes)
  return problems.count > 0 ? { ok: false, problems: problems.list() } : { ok: true, lines, notes: notes.list() }
}

const fileProblem = (reason: string): PayrollFile => ({ ok: false, problems: [{ row: null, field: null, reason }] })

/** An empty line, or one of only commas, as spreadsheets leave below a table. */
const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '')

/** Rows as cells. After a broken quote nothing can be told apart; the rows before it are still given. */
function readRows(text: string, problems: Problems): string[][] {
  const rows: string[][] = []
  try {
    parse(text, {
      relax_column_count: true,
      // Stops soon after the limit, with room for blank rows.
      to: 2 * PAYROLL_LINES_MAX,
      on_record: (cells: string[]) => {
        rows.push(cells)
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    problems.add(rows.length + 1, null, 'A quote (") is opened and not closed properly in this row; what follows it cannot be read.')
  }
  return rows
}

function readLines(
  rows: string[][],
  first: number,
  places: ColumnPlaces,
  columns: number,
  problems: Problems,
  notes: Problems,
): PayrollLine[] {
  const lines: PayrollLine[] = []
  const seen = new Map<string, number>()
  const accounts = new Map<string, number>()
  for (let i = first; i < rows.length; i++) {
    const cells = rows[i] ?? []
    if (isBlank(cells)) continue
    const number = i + 1
    if (cells.length !== columns) {
      const hint = cells.length > columns ? ' Perhaps an amount or a name contains a comma: put it in quotes.' : ''
      problems.add(number, null, `This row has ${cells.length} cells, the header has ${columns}.${hint}`)
      continue
    }
    const line = readLine({ number, cells, places, problems, notes })
    noteRepetition(i, rows, places, seen, problems)
    if (!line) continue
    noteSharedAccount(line, accounts, notes)
    lines.push(line)
  }
  return lines
}

/** One employee, one line: a second one is a line twice, or two people under one number. */
function noteRepetition(at: number, rows: string[][], places: ColumnPlaces, seen: Map<string, number>, problems: Problems): void {
  const employee = (rows[at]?.[places.employee_number] ?? '').trim()
  if (employee === '') return
  const earlier = seen.get(employee)
  if (earlier === undefined) seen.set(employee, at)
  else if (payOf(rows[at] ?? [], places) === payOf(rows[earlier] ?? [], places))
    problems.add(at + 1, null, `This line repeats row ${earlier + 1}: same employee, account and amount.`)
  else problems.add(at + 1, 'employee_number', `This employee number stands in row ${earlier + 1} already.`)
}

function payOf(cells: readonly string[], places: ColumnPlaces): string {
  return `${cells[places.account]} ${cells[places.currency]} ${cells[places.amount]}`.replace(/\s/g, '').toUpperCase()
}

function noteSharedAccount(line: PayrollLine, accounts: Map<string, number>, notes: Problems): void {
  const earlier = accounts.get(line.account)
  if (earlier === undefined) accounts.set(line.account, line.lineNumber)
  else notes.add(line.lineNumber, 'account', `This account is also paid in row ${earlier}, to another employee number.`)
}

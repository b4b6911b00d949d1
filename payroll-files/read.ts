/** Reads a payroll file with a mapping, row by row: lines, and every problem of the others. */
import { BrokenRow } from './broken-row'
import { columnIndexesIn, columnWords, findHeader, type Header } from './columns'
import { formatOf } from './format'
import { LeftOutRows } from './left-out-rows'
import { type Mapping, mappingGaps } from './mapping'
import type { PayrollLine } from './payroll-line'
import type { PayrollProblem } from './payroll-problems'
import { Repetitions } from './repetitions'
import { CELL_CHARACTERS_MAX, isBlank, type Row } from './row'
import { type RowContext, readRow } from './row-line'
import { rowsOf } from './rows'
import { sizeOf } from './source'
import type { PayrollRules, PayrollSource, ReadBatch, ReadEnd, ReadStep, RefusedRow } from './types'
import { UnreadableFile } from './unreadable-file'

export const PAYROLL_LINES_MAX = 100_000
const BATCH_ROWS = 1_000
/** Notes beyond are counted, not given: a file in Greek has one per row. */
const NOTES_MAX = 1_000

/**
 * Streams a file: batches of at most 1,000 rows, then one `end` or `refused`. Nothing counts before `end`. Content never makes it throw; a disk that
 * fails does. With `rowsMax` it ends after so many rows: the preview beside a mapping.
 */
export async function* readPayrollFile(
  file: PayrollSource,
  mapping: Mapping,
  rules: PayrollRules,
  { rowsMax = Number.POSITIVE_INFINITY }: { rowsMax?: number } = {},
): AsyncGenerator<ReadStep> {
  try {
    const [gap] = mappingGaps(mapping)
    if (gap) throw new UnreadableFile(gap.sentence)
    const found = await formatOf(file)
    if ('kind' in found) throw new UnreadableFile(found.sentence)
    if ((found.format === 'csv') !== (mapping.delimiter !== null))
      throw new UnreadableFile(
        `This is ${found.format === 'csv' ? 'a CSV file' : 'a workbook'}, but another kind of file was mapped. Map its columns again.`,
      )
    yield* readRows(file, mapping, rules, rowsMax)
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    yield { kind: 'refused', sentence: error.message }
  }
}

/** Reads single rows again after a person edited their cells, with the same checks. A sentence when the header has not all mapped columns. */
export function readEdited(
  rows: readonly Row[],
  header: readonly string[],
  mapping: Mapping,
  rules: PayrollRules,
): Pick<ReadBatch, 'lines' | 'refused' | 'notes'> | string {
  const places = columnIndexesIn(header, mapping)
  if (!places) return 'PayLedger no longer knows the columns of this file. Check it again.'
  // A row somebody edits is meant to pay somebody, also where its account is still empty.
  const reading = new Reading({ mapping: { ...mapping, leaveOutTotals: false }, header: { row: 0, cells: [...header], places }, rules })
  for (const row of rows) reading.take(row)
  return reading.batch(0, 0)
}

async function* readRows(file: PayrollSource, mapping: Mapping, rules: PayrollRules, rowsMax: number): AsyncGenerator<ReadStep> {
  const bytesTotal = await sizeOf(file)
  let bytes = 0
  const rows = rowsOf(file, mapping, (read) => {
    bytes = read
  })
  const header = await findHeader(rows, mapping).catch(async (error: unknown) => {
    // The rows are never run through, and their file would stay open.
    await rows.return(undefined)
    throw error
  })
  const reading = new Reading({ mapping, header, rules })
  try {
    for await (const row of rows) {
      if (isBlank(row.cells) && !row.kinds) continue
      reading.take(row)
      if (reading.batchRows >= BATCH_ROWS) yield reading.batch(bytes, bytesTotal)
      if (reading.rows >= rowsMax) break
    }
  } catch (error) {
    if (!(error instanceof BrokenRow)) throw error
    reading.breakOff(error)
  }
  yield reading.batch(bytesTotal, bytesTotal)
  yield reading.end()
}

class Reading {
  rows = 0
  batchRows = 0
  readonly #context: RowContext
  readonly #repetitions = new Repetitions()
  readonly #leftOut: LeftOutRows
  readonly #totals = new Map<string, { amountMinor: bigint; lines: number }>()
  readonly #fileProblems: PayrollProblem[] = []
  #lines: PayrollLine[] = []
  #refused: RefusedRow[] = []
  #problems: PayrollProblem[] = []
  #notes: PayrollProblem[] = []
  #notesGiven = 0
  #notesLeftOut = 0
  #linesTaken = 0
  #rowsRefused = 0
  #severalLines = 0
  #otherRows = 0

  constructor(context: RowContext) {
    this.#context = context
    this.#leftOut = new LeftOutRows(context)
  }

  take(row: Row): void {
    this.rows += 1
    this.batchRows += 1
    const tooLong = longCell(row, this.#context)
    if (tooLong !== null) {
      this.#refuse(row, [tooLong])
      return
    }
    const leftOut = this.#leftOut.reason(row)
    if (leftOut !== null) {
      this.#otherRows += 1
      this.#note(() => ({ row: row.row, field: null, column: null, reason: leftOut }))
      return
    }
    if (this.rows - this.#otherRows > PAYROLL_LINES_MAX)
      throw new UnreadableFile(`The file has more than ${PAYROLL_LINES_MAX.toLocaleString('en')} payroll lines. Split it.`)
    const width = widthProblem(row, this.#context)
    if (width !== null) {
      this.#refuse(row, [{ row: row.row, field: null, column: null, reason: width }])
      return
    }
    const { line, amount, employee, pay, problems, proposed, notes } = readRow(row, this.#context)
    if (amount) this.#leftOut.add(amount)
    const repeated = this.#repetition(row, employee, pay)
    if (repeated) {
      if (problems.length === 0) this.#severalLines += 1
      problems.push(repeated)
    }
    if (!line || problems.length > 0) {
      this.#refuse(row, problems, proposed)
      return
    }
    for (const note of notes) this.#note(note)
    if (row.hidden)
      this.#note(() => ({ row: row.row, field: null, column: null, reason: 'This row is hidden in the workbook, but it would be paid.' }))
    this.#accept(line)
  }

  breakOff({ row, message }: BrokenRow): void {
    this.#fileProblems.push({ row, field: null, column: null, reason: message })
  }

  batch(bytes: number, bytesTotal: number): ReadBatch {
    const batch: ReadBatch = {
      kind: 'batch',
      lines: this.#lines,
      refused: this.#refused,
      problems: this.#problems,
      notes: this.#notes,
      progress: { bytes, bytesTotal, rows: this.rows },
    }
    this.batchRows = 0
    this.#lines = []
    this.#refused = []
    this.#problems = []
    this.#notes = []
    return batch
  }

  end(): ReadEnd {
    const totals = [...this.#totals].map(([currency, total]) => ({ currency, ...total }))
    const isEmpty = this.rows === this.#otherRows && this.#fileProblems.length === 0
    const sentences = isEmpty ? ['The file has a header and no payroll lines.'] : []
    return {
      kind: 'end',
      header: this.#context.header.cells,
      rows: this.rows,
      lines: this.#linesTaken,
      refused: this.#rowsRefused,
      severalLines: this.#severalLines,
      otherRows: this.#otherRows,
      notesLeftOut: this.#notesLeftOut,
      totals,
      problems: [...this.#fileProblems, ...sentences.map((reason) => ({ row: null, field: null, column: null, reason }))],
    }
  }

  #accept(line: PayrollLine): void {
    const { lineNumber } = line
    const earlier = this.#repetitions.account(lineNumber, line.account)
    if (earlier !== null)
      this.#note(() =>
        about(this.#context.header, lineNumber, 'account', `This account is also paid in row ${earlier}, for another employee number.`),
      )
    const total = this.#totals.get(line.currency) ?? { amountMinor: 0n, lines: 0 }
    this.#totals.set(line.currency, { amountMinor: total.amountMinor + line.amountMinor, lines: total.lines + 1 })
    this.#linesTaken += 1
    this.#lines.push(line)
  }

  #refuse(row: Row, problems: PayrollProblem[], proposed: RefusedRow['proposed'] = null): void {
    this.#rowsRefused += 1
    this.#problems.push(...problems)
    const reasons = problems.map(({ column, reason }) => (column === null ? reason : `${column}: ${reason}`))
    this.#refused.push({ row: row.row, cells: this.#asWritten(row), reasons, ...(proposed && { proposed }) })
  }

  /** A workbook's number has no style; in the error file it is a text and needs the one of the others. */
  #asWritten({ cells, kinds }: Row): string[] {
    const { mapping, header } = this.#context
    const place = header.places.amount ?? -1
    if (kinds?.[place] !== 'number' || mapping.amountStyle?.decimal !== ',') return cells
    return cells.with(place, (cells[place] ?? '').replace('.', ','))
  }

  #note(note: () => PayrollProblem): void {
    if (this.#notesGiven >= NOTES_MAX) {
      this.#notesLeftOut += 1
      return
    }
    this.#notesGiven += 1
    this.#notes.push(note())
  }

  #repetition(row: Row, employee: string, pay: string): PayrollProblem | null {
    const byName = this.#context.mapping.fields.employee_number?.from === 'name'
    if (this.#context.rules.severalLines) {
      const reason = employee === '' ? null : this.#repetitions.tooMany(employee)
      return reason === null ? null : about(this.#context.header, row.row, byName ? 'employee_name' : 'employee_number', reason)
    }
    const found = this.#repetitions.employee(row.row, employee, pay, byName)
    if (!found) return null
    if (found.line) return { row: row.row, field: null, column: null, reason: found.reason }
    return about(this.#context.header, row.row, byName ? 'employee_name' : 'employee_number', found.reason)
  }
}

function about(header: Header, row: number, field: 'account' | 'employee_name' | 'employee_number', reason: string): PayrollProblem {
  const place = header.places[field]
  return { row, field, column: place === undefined ? null : columnWords(header.cells, place), reason }
}

/** A mapped cell that holds far more than any of its kind; the refused row keeps its beginning. */
function longCell(row: Row, { header }: RowContext): PayrollProblem | null {
  for (const [field, index] of Object.entries(header.places)) {
    const { length } = row.cells[index] ?? ''
    if (length <= CELL_CHARACTERS_MAX) continue
    const reason = `This cell has ${length.toLocaleString('en')} characters. The limit is ${CELL_CHARACTERS_MAX}.`
    row.cells = row.cells.map((cell) => cell.slice(0, CELL_CHARACTERS_MAX))
    return { row: row.row, field, column: columnWords(header.cells, index), reason }
  }
  return null
}

const MARKS: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'vertical bar' }

/** A row of a CSV file that ends before a mapped column, or goes on after the last one. Spreadsheets leave out empty cells at the end. */
function widthProblem({ cells }: Row, { mapping, header }: RowContext): string | null {
  if (mapping.delimiter === null) return null
  const columns = header.cells.length
  const missing = Object.values(header.places).some((place) => place >= cells.length)
  const more = cells.slice(columns).some((cell) => cell.trim() !== '')
  if (!missing && !more) return null
  const hint = more ? ` If an amount or a name contains a ${MARKS[mapping.delimiter]}, put it in quotes.` : ''
  return `This row has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, the header has ${columns}.${hint}`
}

/** A payroll file's rows, whatever its format. */
import { csvRows } from './csv-rows'
import type { Mapping } from './mapping'
import type { PayrollSource } from './types'
import { xlsxRows } from './xlsx/rows'

/**
 * What a workbook's cell is beside its text: a number, whose text is in the plain form "-1234.5"; a formula whose result was not saved; an error
 * such as #REF!.
 */
export type CellKind = 'number' | 'no-result' | 'error'

export type Row = {
  /** From 1, as a spreadsheet shows it. */
  row: number
  cells: string[]
  /** By column; absent where all cells are text. */
  kinds?: (CellKind | undefined)[]
}

/** `onBytes` hears how far the file has been read. Throws UnreadableFile; a row that cannot be told apart ends the rows with BrokenRow. */
export function rowsOf(file: PayrollSource, mapping: Mapping, onBytes: (bytes: number) => void): AsyncGenerator<Row> {
  return mapping.delimiter === null
    ? xlsxRows(file, mapping.sheet, onBytes)
    : csvRows(file, mapping.encoding ?? 'utf-8', mapping.delimiter, onBytes)
}

/** An empty line, or one of only separators, as spreadsheets leave below a table. */
export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '')

/** "A" for 0, "AB" for 27. */
export function letterOf(index: number): string {
  const rest = Math.floor(index / 26)
  return (rest === 0 ? '' : letterOf(rest - 1)) + String.fromCharCode(65 + (index % 26))
}

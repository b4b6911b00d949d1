/** A row of a payroll file, whatever its format. */
import { UnreadableFile } from './unreadable-file'

export const COLUMNS_MAX = 500

/** Of a cell that is read: the longest name banks carry has 70. What is longer is looked at by nothing else; "-" and 100,000 line breaks stopped a server. */
export const CELL_CHARACTERS_MAX = 500

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
  /** Not shown in its workbook, as rows that a filter leaves out. */
  hidden?: boolean
}

/** An empty line, one of only separators, as spreadsheets leave below a table, or of dashes, as lists are ruled. */
export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell === '' || !/[^\s\-=_*.|+]/.test(cell))

/** "A" for 0, "AB" for 27. */
export function letterOf(index: number): string {
  const rest = Math.floor(index / 26)
  return (rest === 0 ? '' : letterOf(rest - 1)) + String.fromCharCode(65 + (index % 26))
}

/** The refusal of a file with a row of more columns than any payroll has. */
export const tooWide = (row: number, columns: number): UnreadableFile =>
  new UnreadableFile(
    `Row ${row.toLocaleString('en')} has ${columns.toLocaleString('en')} columns; a payroll file has at most ${COLUMNS_MAX}. Remove the columns that are not needed.`,
  )

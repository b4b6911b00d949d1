/** A payroll file's rows, whatever its format. */
import { csvRows } from './csv-rows'
import type { Mapping } from './mapping'
import type { Row } from './row'
import type { PayrollSource } from './types'
import { xlsxRows } from './xlsx/rows'

/** `onBytes` hears how far the file has been read. Throws UnreadableFile; a row that cannot be told apart ends the rows with BrokenRow. */
export function rowsOf(file: PayrollSource, mapping: Mapping, onBytes: (bytes: number) => void): AsyncGenerator<Row> {
  return mapping.delimiter === null
    ? xlsxRows(file, mapping.sheet, onBytes)
    : csvRows(file, mapping.encoding ?? 'utf-8', mapping.delimiter, onBytes)
}

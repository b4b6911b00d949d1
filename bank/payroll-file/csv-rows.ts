/** The rows of a CSV file (RFC 4180 with any of four delimiters), streamed. */
import { pipeline } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { BrokenRow } from './broken-row'
import { textOf } from './encoding'
import type { Delimiter, Encoding } from './mapping'
import type { Row } from './rows'
import type { PayrollSource } from './types'
import { UnreadableFile } from './unreadable-file'

/** A payroll row has some hundred characters; an unclosed quote would swallow the rest of the file. */
const ROW_CHARACTERS_MAX = 1_000_000
const CELLS_MAX = 500

export async function* csvRows(
  file: PayrollSource,
  encoding: Encoding,
  delimiter: Delimiter,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Row> {
  const parser = parse({
    delimiter,
    // All three in one file happens: a preamble written by one program, rows by another.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: ROW_CHARACTERS_MAX,
    // Spaces around a quoted cell; with tabs as delimiter the library would take them for spaces too.
    trim: delimiter !== '\t',
  })
  // What fails in the source reaches the loop below through the parser.
  pipeline(textOf(file, encoding, onBytes), parser, () => {})
  let row = 0
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row += 1
      if (cells.length > CELLS_MAX && !cells.slice(CELLS_MAX).every((cell) => cell === '')) throw tooWide(row, cells.length)
      yield { row, cells: cells.length > CELLS_MAX ? cells.slice(0, CELLS_MAX) : cells }
    }
  } catch (error) {
    if (error instanceof CsvError)
      throw new BrokenRow(row + 1, 'A quote (") is opened and not closed properly in this row; what follows it cannot be read.')
    throw error
  }
}

export const tooWide = (row: number, columns: number): UnreadableFile =>
  new UnreadableFile(
    `Row ${row.toLocaleString('en')} has ${columns.toLocaleString('en')} columns; a payroll file has at most ${CELLS_MAX}. Remove the columns that are not needed.`,
  )

/** The refused rows as a CSV file that can be corrected and uploaded again. */
import { pipeline, type Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { Mapping } from './mapping'
import type { RefusedRow } from './types'

/** The header of the last column, which no mapping reads. */
export const ERROR_COLUMN = 'What is wrong'

/**
 * UTF-8 with a byte order mark, in the delimiter of the file (a comma for workbooks), as a stream that fails when `refused` does. The same mapping fits
 * it. Cells that a spreadsheet would run as a formula get an apostrophe in front, which the reader takes off again.
 */
export function errorFile(
  { delimiter }: Mapping,
  header: readonly string[],
  refused: AsyncIterable<RefusedRow> | Iterable<RefusedRow>,
): Readable {
  // A file that was corrected once already has the column: its place is taken again.
  const kept = header.map((_, i) => i).filter((i) => header[i] !== ERROR_COLUMN)
  const row = (cells: readonly string[], last: string): string[] => [
    ...kept.map((i) => cells[i] ?? ''),
    last,
    ...cells.slice(header.length),
  ]
  async function* rows() {
    yield row(header, ERROR_COLUMN)
    for await (const { cells, reasons } of refused) yield row(cells, reasons.join(' '))
  }
  const file = stringify({
    ...{ bom: true, delimiter: delimiter ?? ',', record_delimiter: 'windows', quote_record_delimiter: true },
    // Readers take white space off that is not in quotes.
    quoted_match: /^\s|\s$/,
    cast: { string: harmless },
  })
  return pipeline(rows, file, () => undefined)
}

/** Not the writer's own rule for formulas: an amount below zero begins like one, and stays. */
const harmless = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) && !/^[-+][\d.,' \u00a0\u202f]+$/.test(cell) ? `'${cell}` : cell)

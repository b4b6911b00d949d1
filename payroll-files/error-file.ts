/** The refused rows as a CSV file that can be corrected and uploaded again. */
import type { Mapping } from './mapping'
import type { RefusedRow } from './types'

/** The header of the last column, which no mapping reads. */
export const ERROR_COLUMN = 'What is wrong'

const BYTE_ORDER_MARK = '\ufeff'

/**
 * UTF-8 with a byte order mark, in the delimiter of the file (a comma for workbooks), piece by piece. The same mapping fits it. Cells that a
 * spreadsheet would run as a formula get an apostrophe in front, which the reader takes off again.
 */
export async function* errorFile(
  { delimiter }: Mapping,
  header: readonly string[],
  refused: AsyncIterable<RefusedRow> | Iterable<RefusedRow>,
): AsyncGenerator<string> {
  const mark = delimiter ?? ','
  // A file that was corrected once already has the column: its place is taken again.
  const kept = header.map((_, i) => i).filter((i) => header[i] !== ERROR_COLUMN)
  const write = (cells: readonly string[], last: string): string => {
    const own = kept.map((i) => cells[i] ?? '')
    return `${[...own, last, ...cells.slice(header.length)].map((cell) => written(cell, mark)).join(mark)}\r\n`
  }
  yield BYTE_ORDER_MARK + write(header, ERROR_COLUMN)
  for await (const { cells, reasons } of refused) yield write(cells, reasons.join(' '))
}

function written(cell: string, delimiter: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) && !/^[-+][\d.,' \u00a0\u202f]+$/.test(cell) ? `'${cell}` : cell
  return safe.includes(delimiter) || /["\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The rows of a CSV file (RFC 4180 with any of four delimiters), streamed. */
import { setImmediate as turn } from 'node:timers/promises'
import { parse } from 'csv-parse'
import { BrokenRow } from './broken-row'
import { textOf } from './encoding'
import type { Delimiter, Encoding } from './mapping'
import { COLUMNS_MAX, type Row, tooWide } from './row'
import type { PayrollSource } from './types'

/** A payroll row has some hundred characters; an unclosed quote would swallow the rest of the file. */
const ROW_CHARACTERS_MAX = 1_000_000

/**
 * The rows of a CSV file as they come, with their numbers; in memory is never more than a piece.
 * @throws UnreadableFile for a row of too many columns, BrokenRow for one after which the rows cannot be told apart.
 */
export async function* csvRows(
  file: PayrollSource,
  encoding: Encoding,
  delimiter: Delimiter,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Row> {
  const done: string[][] = []
  const parser = parse({
    delimiter,
    // All three in one file happens: a preamble written by one program, rows by another.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    // A quote inside a cell that is not quoted is a letter like any other: 5" desk.
    relax_quotes: true,
    max_record_size: ROW_CHARACTERS_MAX,
    // Spaces around a quoted cell; with tabs as delimiter the library would take them for spaces too.
    trim: delimiter !== '\t',
    // Collected here: what the stream itself holds back is lost when a later row is broken.
    on_record: (cells: string[]) => {
      done.push(cells)
      // Of each row that is not as wide as the first the library makes an error, though it is told to allow it: 40 µs. None comes before the first.
      Object.assign(parser.info, { records: 0 })
      return null
    },
  })
  let broken = false
  parser.on('error', () => {
    broken = true
  })
  let row = 0
  for await (const piece of withEnd(textOf(file, encoding, onBytes))) {
    await new Promise<void>((resolve) => (piece === null ? parser.end(() => resolve()) : parser.write(piece, () => resolve())))
    // The parser answers without giving others their turn.
    await turn()
    for (const cells of done) {
      row += 1
      if (cells.length > COLUMNS_MAX && !cells.slice(COLUMNS_MAX).every((cell) => cell === '')) throw tooWide(row, cells.length)
      yield { row, cells: cells.length > COLUMNS_MAX ? cells.slice(0, COLUMNS_MAX) : cells }
    }
    done.length = 0
    if (broken)
      throw new BrokenRow(
        row + 1,
        'This row opens a quote (") and does not close it, so PayLedger cannot read what follows. Close the quote or remove it.',
      )
  }
}

async function* withEnd(pieces: AsyncIterable<string>): AsyncGenerator<string | null> {
  yield* pieces
  yield null
}

/** The rows of one sheet, streamed (ECMA-376 part 1, 18.3.1). */
import { type CellKind, COLUMNS_MAX, type Row, tooWide } from '../row'
import { sizeOf } from '../source'
import type { PayrollSource } from '../types'
import { UnreadableFile } from '../unreadable-file'
import { dateText, plainNumber } from './number'
import { readStrings, type SharedTexts } from './strings'
import { type NumberFormat, readFormats } from './styles'
import { openWorkbook, type Workbook } from './workbook'
import { parseXml, type XmlEvents } from './xml'

/** What a sheet can have. */
const ROWS_MAX = 1_048_576

/** Throws UnreadableFile. */
export async function* xlsxRows(file: PayrollSource, sheet: string | null, onBytes: (bytes: number) => void): AsyncGenerator<Row> {
  const size = await sizeOf(file)
  const workbook = await openWorkbook(file)
  try {
    const found = workbook.sheets.find(({ name }) => name === sheet)
    if (!found) throw new UnreadableFile(`The workbook has no sheet named "${sheet}": choose another.`)
    yield* sheetRows(workbook, found.part, await textsOf(workbook), (share) => onBytes(Math.round(share * size)))
  } finally {
    workbook.archive.close()
  }
}

/** What cells refer to: read once for all sheets. */
export type Texts = { strings: SharedTexts; formats: readonly NumberFormat[]; from1904: boolean }

/** What the cells of a workbook refer to: its shared strings, number formats and day zero. */
export async function textsOf(workbook: Workbook): Promise<Texts> {
  return { strings: await readStrings(workbook), formats: await readFormats(workbook), from1904: workbook.from1904 }
}

/**
 * The rows of a sheet (SpreadsheetML, ECMA-376 part 1, section 18.3) as they come, each cell as the text that a spreadsheet shows. @throws
 * UnreadableFile.
 */
export async function* sheetRows(
  { archive }: Workbook,
  part: string,
  texts: Texts,
  onShare: (share: number) => void = () => {},
): AsyncGenerator<Row> {
  const done: Row[] = []
  for await (const _ of parseXml(archive.read(part, onShare), collectRows(done, texts))) {
    yield* done
    done.length = 0
  }
}

/** _x000D_ is a carriage return (ST_Xstring, ECMA-376 part 1, 22.9.2.19); after a line break or before one it is none of its own. */
const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x000D_(?=\n)/g, '').replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text

type Cell = { column: number; type: string; format: NumberFormat; formula: boolean; value: string | null }

function collectRows(done: Row[], texts: Texts): XmlEvents {
  let row: Row | null = null
  let cell: Cell | null = null
  let last = 0
  let next = 0
  let inText = false
  let inPhonetic = false
  return {
    open: (name, attributes) => {
      if (name === 'row') {
        const number = attributes.r === undefined ? last + 1 : Number(attributes.r)
        if (!Number.isInteger(number) || number <= last || number > ROWS_MAX) throw new UnreadableFile(DAMAGED)
        last = number
        row = { row: number, cells: [], ...(attributes.hidden === '1' || attributes.hidden === 'true' ? { hidden: true } : {}) }
        next = 0
      } else if (name === 'c' && row) {
        cell = {
          column: attributes.r === undefined ? next : columnOf(attributes.r),
          type: attributes.t ?? 'n',
          format: texts.formats[Number(attributes.s ?? -1)] ?? null,
          formula: false,
          value: null,
        }
        next = cell.column + 1
      } else if (cell && name === 'f') cell.formula = true
      else if (cell && (name === 'v' || name === 't')) {
        inText = !inPhonetic
        cell.value ??= ''
      } else if (name === 'rPh') inPhonetic = true
    },
    text: (piece) => {
      if (inText && cell) cell.value += piece
    },
    close: (name) => {
      if (name === 'v' || name === 't') inText = false
      else if (name === 'rPh') inPhonetic = false
      else if (name === 'c' && row && cell) {
        put(row, cell, texts)
        cell = null
      } else if (name === 'row' && row) {
        done.push(row)
        row = null
      }
    },
  }
}

const DAMAGED = 'This workbook is damaged: open it in Excel, save it again and upload that.'

function put(row: Row, cell: Cell, texts: Texts): void {
  const { text, kind } = read(cell, texts)
  if (text === '' && kind === undefined) return
  if (cell.column >= COLUMNS_MAX) throw tooWide(row.row, cell.column + 1)
  while (row.cells.length < cell.column) row.cells.push('')
  row.cells[cell.column] = text
  if (kind !== undefined) (row.kinds ??= [])[cell.column] = kind
}

/** A formula's result as it was saved is its value: it is what the person saw. */
function read({ type, value, formula, format }: Cell, texts: Texts): { text: string; kind?: CellKind } {
  if (value === null) return formula ? { text: '', kind: 'no-result' } : { text: '' }
  switch (type) {
    case 's':
      return { text: unescaped(texts.strings.get(Number(value))) }
    case 'n':
      return readNumber(value, format, texts.from1904)
    case 'b':
      return { text: value === '1' ? 'TRUE' : 'FALSE' }
    case 'e':
      return { text: value, kind: 'error' }
    default:
      return { text: unescaped(value) }
  }
}

function readNumber(value: string, format: NumberFormat, from1904: boolean): { text: string; kind?: CellKind } {
  if (value === '') return { text: '' }
  const plain = plainNumber(value)
  if (plain === null) return { text: value }
  if (format === 'date') return { text: dateText(plain, from1904) }
  if (format !== null && /^\d+$/.test(plain)) return { text: plain.padStart(format.zeros, '0') }
  return { text: plain, kind: 'number' }
}

/** "AB12" is column 27, from 0. */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? 'ZZZ') column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

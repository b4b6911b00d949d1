/** The head of a payroll file: its first rows, read as what they most likely are. */
import { BrokenRow } from './broken-row'
import { csvRows } from './csv-rows'
import type { Detected } from './detect-encoding'
import { encodingOf } from './encoding'
import { headerIn } from './header-row'
import { DELIMITERS, type Delimiter, type Encoding, type Mapping } from './mapping'
import { isBlank, type Row } from './row'
import type { Format, PayrollSource } from './types'
import { UnreadableFile } from './unreadable-file'
import { sheetRows, textsOf } from './xlsx/rows'
import { openWorkbook } from './xlsx/workbook'

/** What a person chose instead of what was found. */
export type Chosen = Partial<Pick<Mapping, 'sheet' | 'encoding' | 'delimiter' | 'headerRow'>>

export type Head = {
  sheet: string | null
  encoding: Encoding | null
  /** What else the encoding may be: the person is asked. */
  spellings: Detected['rivals']
  delimiter: Delimiter | null
  sheets: string[]
  /** Sheets whose header looks like a payroll's as much as the chosen one's. */
  rivals: string[]
  rows: Row[]
  /** What ended the rows before their time, in words. */
  broken: string | null
}

const HEAD_ROWS = 1_000
const SHEETS_LOOKED_AT = 20

/** `usual`: the encoding the company's files of these columns had. */
export function headRows(file: PayrollSource, format: Format, chosen: Chosen, usual: Encoding | null): Promise<Head> {
  return format === 'csv' ? csvHead(file, chosen, usual) : xlsxHead(file, chosen)
}

/** What was said of this company's files before is said of this one too, where it is one of what it may be. */
const encodingFor = (detected: Detected | null, usual: Encoding | null): Encoding =>
  detected?.rivals.find(({ encoding }) => encoding === usual)?.encoding ?? detected?.encoding ?? 'utf-8'

async function csvHead(file: PayrollSource, chosen: Chosen, usual: Encoding | null): Promise<Head> {
  const detected = chosen.encoding ? null : await encodingOf(file)
  const encoding = chosen.encoding ?? encodingFor(detected, usual)
  const tried: { delimiter: Delimiter; rows: Row[]; score: number; error: unknown }[] = []
  for (const delimiter of chosen.delimiter ? [chosen.delimiter] : DELIMITERS) {
    const { rows, error } = await firstRows(csvRows(file, encoding, delimiter))
    tried.push({ delimiter, rows, score: scoreOf(rows), error })
  }
  const best = tried.reduce((one, other) => (other.score > one.score ? other : one))
  // Ten thousand columns are one long cell for every other delimiter.
  const refused = tried.find(({ error }) => error instanceof UnreadableFile)
  if (refused && best.score < 1_000) throw refused.error
  if (best.error instanceof UnreadableFile) throw best.error
  const broken = best.error instanceof BrokenRow ? `Row ${best.error.row}: ${best.error.message}` : null
  if (best.rows.length === 0 && broken) throw new UnreadableFile(broken)
  if (best.rows.every(({ cells }) => cells.slice(1).every((cell) => cell === '')) && best.rows.some(({ cells }) => !isBlank(cells)))
    throw new UnreadableFile(ONE_COLUMN)
  const spellings = detected?.rivals.some((rival) => rival.encoding === usual) ? [] : (detected?.rivals ?? [])
  return { sheet: null, encoding, spellings, delimiter: best.delimiter, sheets: [], rivals: [], rows: best.rows, broken }
}

const ONE_COLUMN =
  'The file has only one column. Name, account and amount need one each. Export it with columns separated by commas, semicolons or tabs, or as XLSX.'

/** Rows, and what ended them before their time. */
async function firstRows(source: AsyncGenerator<Row>): Promise<{ rows: Row[]; error: unknown }> {
  const rows: Row[] = []
  try {
    for await (const row of source) {
      rows.push(row)
      if (rows.length >= HEAD_ROWS) break
    }
    return { rows, error: null }
  } catch (error) {
    if (error instanceof BrokenRow || error instanceof UnreadableFile) return { rows, error }
    throw error
  }
}

/** Known headers count most, then how many rows have the same number of cells. */
function scoreOf(rows: readonly Row[]): number {
  const widths = new Map<number, number>()
  for (const { cells } of rows) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1)
  const [width = 0, count = 0] = [...widths].filter(([cells]) => cells > 1).sort((a, b) => b[1] - a[1])[0] ?? []
  return headerIn(rows).fields * 1_000 + (rows.length === 0 ? 0 : (count / rows.length) * Math.min(width, 50))
}

async function xlsxHead(file: PayrollSource, chosen: Chosen): Promise<Head> {
  const workbook = await openWorkbook(file)
  try {
    const texts = await textsOf(workbook)
    const tried: { name: string; rows: Row[]; fields: number }[] = []
    const wanted = workbook.sheets.filter(({ name }) => chosen.sheet == null || name === chosen.sheet)
    for (const { name, part } of wanted.slice(0, SHEETS_LOOKED_AT)) {
      const { rows, error } = await firstRows(sheetRows(workbook, part, texts))
      if (error) throw error
      tried.push({ name, rows, fields: headerIn(rows).fields })
    }
    const filled = tried.filter(({ rows }) => rows.length > 0)
    const best = filled.reduce<(typeof tried)[number] | undefined>(
      (one, other) => (!one || other.fields > one.fields ? other : one),
      undefined,
    )
    if (!best) throw new UnreadableFile(chosen.sheet == null ? 'The workbook is empty.' : `The sheet "${chosen.sheet}" is empty.`)
    const rivals = filled.filter(({ fields }) => fields === best.fields).map(({ name }) => name)
    const sheets = chosen.sheet == null ? filled.map(({ name }) => name) : workbook.sheets.map(({ name }) => name)
    return { sheet: best.name, encoding: null, spellings: [], delimiter: null, sheets, rivals, rows: best.rows, broken: null }
  } finally {
    workbook.archive.close()
  }
}

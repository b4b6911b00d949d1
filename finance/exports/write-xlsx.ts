/** A workbook with one sheet (ECMA-376), written as its rows come. Texts are inline strings, which no spreadsheet takes for formulas. */
import { Readable } from 'node:stream'
import { strToU8, Zip, ZipDeflate } from 'fflate'
import type { Cell, Column, ColumnType, Table } from './table'

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const relations = (each: string): string => `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each}</Relationships>`

const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/></Types>`,
  '_rels/.rels': relations(`<Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/>`),
  'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="PayLedger" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': relations(
    `<Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/>`,
  ),
  // Style 1 is a day, 2 the heading.
  'xl/styles.xml': `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font/><font><b/></font></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="14" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`,
}

/** The workbook's bytes, a batch of rows at a time. What stops reading them stops the reading of the rows. */
export function writeXlsx(table: Table): Readable {
  return Readable.from(zipped(table), { objectMode: false })
}

async function* zipped(table: Table): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = []
  const zip = new Zip((error, part) => {
    if (error) throw error
    made.push(part)
  })
  const take = () => made.splice(0, made.length)
  for (const [path, text] of Object.entries(PARTS)) {
    const part = new ZipDeflate(path)
    zip.add(part)
    part.push(strToU8(text), true)
  }
  const sheet = new ZipDeflate('xl/worksheets/sheet1.xml')
  zip.add(sheet)
  for await (const text of sheetXml(table)) {
    sheet.push(strToU8(text))
    yield* take()
  }
  sheet.push(new Uint8Array(), true)
  zip.end()
  yield* take()
}

async function* sheetXml({ columns, batches }: Table): AsyncGenerator<string> {
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${rowXml(columns.map(({ name }) => textXml(name, 2)))}`
  for await (const rows of batches) {
    const text = rows.map((row) => rowXml(row.map((cell, index) => cellXml(cell, columns[index])))).join('')
    if (text !== '') yield text
  }
  yield '</sheetData></worksheet>'
}

const rowXml = (cells: readonly string[]): string => `<row>${cells.join('')}</row>`

function cellXml(cell: Cell, column: Column | undefined): string {
  if (cell === null) return '<c/>'
  return WRITE[column?.type ?? 'text'](cell)
}

/** A spreadsheet's numbers have 15 digits: what has more is exact as a text, and would be another number as one. */
const DIGITS_MAX = 15
const isExact = (text: string): boolean => text.replace(/\D/g, '').replace(/^0+/, '').length <= DIGITS_MAX
const numberXml = (text: string): string => (isExact(text) ? `<c><v>${text}</v></c>` : textXml(text))

const WRITE: Readonly<Record<ColumnType, (text: string) => string>> = {
  text: (text) => textXml(text),
  whole: numberXml,
  amount: numberXml,
  number: (text) => (Number.isFinite(Number(text)) ? `<c><v>${text}</v></c>` : textXml(text)),
  day: (text) => (DAY.test(text) ? `<c s="1"><v>${(Date.parse(text) - DAY_ZERO) / 86_400_000}</v></c>` : textXml(text)),
}

/** Spreadsheets know no days before 1900 or after 9999, and nothing that is endless. */
const DAY = /^(19|[2-9]\d)\d\d-\d\d-\d\d$/

/** Day 0 of spreadsheets' calendar, as it holds from March 1900 on. */
const DAY_ZERO = Date.UTC(1899, 11, 30)

const textXml = (text: string, style = 0): string =>
  `<c t="inlineStr"${style ? ` s="${style}"` : ''}><is><t xml:space="preserve">${escaped(text)}</t></is></c>`

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' }

/** Characters that XML cannot hold are left out. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character)

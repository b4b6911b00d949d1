/** A pack's tables as CSV and as a workbook, the same bytes for the same rows. Pure. */
import { stringify } from 'csv-stringify/sync'
import { strToU8, zipSync } from 'fflate'

/** A number is a text of digits, so that none is rounded. */
export type Cell = string | number | { number: string } | null
export type Table = { name: string; header: readonly string[]; rows: readonly (readonly Cell[])[] }

const textOf = (cell: Cell): string | number => (cell === null ? '' : typeof cell === 'object' ? cell.number : cell)

/** A text that a spreadsheet would take for a formula is led by an apostrophe. */
const harmless = (cell: Cell): string | number => {
  const text = textOf(cell)
  return typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${text}` : text
}

/** UTF-8 with a byte order mark, by which spreadsheets know it. */
export const csvOf = ({ header, rows }: Table): string =>
  `\ufeff${stringify([[...header], ...rows.map((row) => row.map(harmless))], { record_delimiter: '\r\n' })}`

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const OPEN_XML = 'http://schemas.openxmlformats.org'
const MAIN = `${OPEN_XML}/spreadsheetml/2006/main`
const RELATIONS = `${OPEN_XML}/officeDocument/2006/relationships`
const PACKAGE = `${OPEN_XML}/package/2006`
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
/** The first moment that a zip can name: when it was made is no part of what it says. */
const NO_TIME = new Date(1980, 0, 1)
/** A spreadsheet calculates with fifteen digits. */
const DIGITS_MAX = 15

/** A workbook (ECMA-376) with a sheet for each table. */
export function workbookOf(tables: readonly Table[]): Uint8Array {
  const numbered = tables.map((table, n) => ({ ...table, n: n + 1 }))
  const parts: Record<string, string> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/>${numbered
      .map(({ n }) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/>`)
      .join('')}</Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${numbered
      .map(({ name, n }) => `<sheet name="${escaped(name)}" sheetId="${n}" r:id="rId${n}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${numbered
      .map(({ n }) => `<Relationship Id="rId${n}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${n}.xml"/>`)
      .join('')}</Relationships>`,
    ...Object.fromEntries(numbered.map((table) => [`xl/worksheets/sheet${table.n}.xml`, sheetXml(table)])),
  }
  const files = Object.entries(parts).map(([name, text]) => [name, strToU8(text)] as const)
  return zipSync(Object.fromEntries(files), { level: 6, mtime: NO_TIME })
}

function sheetXml({ header, rows }: Table): string {
  const xml = [header, ...rows].map((row, n) => `<row r="${n + 1}">${row.map(cellXml).join('')}</row>`)
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${xml.join('')}</sheetData></worksheet>`
}

function cellXml(cell: Cell): string {
  const text = `${textOf(cell)}`
  if (text === '') return '<c/>'
  const isNumber = typeof cell !== 'string' && text.replace(/\D/g, '').length <= DIGITS_MAX
  return isNumber ? `<c><v>${text}</v></c>` : `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
}

/** XML 1.0 has no place for most control characters. */
const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')

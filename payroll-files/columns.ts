/** Where a mapping's columns stand in the file that is read. */
import { plainText } from '@/platform/plain-text'
import { BrokenRow } from './broken-row'
import type { Mapping, MappingField } from './mapping'
import type { Row } from './row'
import { letterOf } from './row'
import { UnreadableFile } from './unreadable-file'

/** How far down a header is looked for. */
export const HEADER_ROWS_MAX = 60

export type Header = { row: number; cells: string[]; places: Partial<Record<MappingField, number>> }

/** Headers are compared without case, outer and doubled spaces. */
export const headerKey = (text: string): string =>
  plainText(text)
    .normalize('NFC')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()
    .toLowerCase()

/** Every mapped column in this row, or null when one is missing. The remembered index tells two of the same name apart. */
export function columnIndexesIn(cells: readonly string[], mapping: Mapping): Header['places'] | null {
  const keys = cells.map(headerKey)
  if (mapping.headerRow === 0) return placesByIndex(mapping)
  const places: Header['places'] = {}
  for (const [field, source] of Object.entries(mapping.fields)) {
    if (source.from !== 'column') continue
    const wanted = headerKey(source.header)
    const place = keys[source.index] === wanted ? source.index : keys.indexOf(wanted)
    // A column without a header can only be told by where it stands.
    if (place < 0 || (wanted === '' && place !== source.index)) return null
    places[field as MappingField] = place
  }
  return places
}

/** Of a file without headings. */
function placesByIndex({ fields }: Mapping): Header['places'] {
  const columns = Object.entries(fields).flatMap(([field, source]) => (source.from === 'column' ? [[field, source.index]] : []))
  return Object.fromEntries(columns)
}

/** Finds the header: in the mapping's row, else, since preambles grow and shrink, in the first row that has all mapped columns. */
export async function findHeader(rows: AsyncIterator<Row>, mapping: Mapping): Promise<Header> {
  if (mapping.headerRow === 0) {
    const places = placesByIndex(mapping)
    const columns = mapping.columns ?? Math.max(...Object.values(places)) + 1
    return { row: 0, cells: Array.from({ length: columns }, () => ''), places }
  }
  const seen: Row[] = []
  try {
    for (let next = await rows.next(); !next.done; next = await rows.next()) {
      const places = columnIndexesIn(next.value.cells, mapping)
      if (places) return { row: next.value.row, cells: next.value.cells, places }
      seen.push(next.value)
      if (next.value.row >= HEADER_ROWS_MAX) break
    }
  } catch (error) {
    if (error instanceof BrokenRow) throw new UnreadableFile(`Row ${error.row}: ${error.message}`)
    throw error
  }
  const header =
    seen.find(({ row }) => row === mapping.headerRow)?.cells ?? seen.find(({ cells }) => cells.some((cell) => cell !== ''))?.cells
  if (!header) throw new UnreadableFile('The file is empty.')
  const missing = missingIn(header, mapping)
  throw new UnreadableFile(
    `The file has no column ${missing.map((name) => `"${name.slice(0, 60)}"`).join(', ')}: it differs from the file that was mapped. Map its columns again.`,
  )
}

function missingIn(header: readonly string[], { fields }: Mapping): string[] {
  const keys = new Set(header.map(headerKey))
  const columns = Object.values(fields).flatMap((source) => (source.from === 'column' ? [source.header] : []))
  const missing = [...new Set(columns.filter((name) => !keys.has(headerKey(name))))]
  return missing.length > 0 ? missing : columns
}

/** A column as a sentence names it: its header and letter, "Betrag (D)". */
export function columnWords(header: readonly string[], index: number): string {
  const text = (header[index] ?? '').replace(/\s+/g, ' ').trim()
  return text === '' ? `column ${letterOf(index)}` : `${text.slice(0, 60)} (${letterOf(index)})`
}

/** The headings of the file of refused rows: the file's own, or the columns' letters where it has none. */
export const headingsOf = (header: readonly string[], { headerRow }: Mapping): string[] =>
  headerRow === 0 ? header.map((_, index) => `Column ${letterOf(index)}`) : [...header]

/** The mapping of a file with such headings. */
export function withHeadings(mapping: Mapping): Mapping {
  if (mapping.headerRow !== 0) return mapping
  const fields = Object.entries(mapping.fields).map(([field, source]) => [
    field,
    source.from === 'column' ? { ...source, header: `Column ${letterOf(source.index)}` } : source,
  ])
  return { ...mapping, headerRow: 1, columns: undefined, fields: Object.fromEntries(fields) }
}

import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import type { Table } from './table'

/**
 * CSV (RFC 4180) that a spreadsheet opens without running what is in it: cells that begin like a formula get an apostrophe before them (OWASP, CSV
 * injection). Without a byte order mark Excel takes the file for the computer's own old encoding.
 */
export function writeCsv({ columns, batches }: Table): Readable {
  async function* texts() {
    yield stringify([columns.map(({ name }) => name)], { ...STYLE, bom: true })
    for await (const rows of batches) if (rows.length > 0) yield stringify([...rows] as (string | null)[][], STYLE)
  }
  return Readable.from(texts())
}

const STYLE = { record_delimiter: 'windows', quote_record_delimiter: true, escape_formulas: true } as const

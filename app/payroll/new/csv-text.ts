/** Writes CSV (RFC 4180) that a spreadsheet opens without running what is in it. */
import { stringify } from 'csv-stringify/sync'

/**
 * Cells that begin like a formula get an apostrophe before them (OWASP, CSV injection). Without a byte order mark Excel takes the file for the computer's
 * own old encoding.
 */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  stringify([...rows], { bom: true, record_delimiter: 'windows', quote_record_delimiter: true, escape_formulas: true })

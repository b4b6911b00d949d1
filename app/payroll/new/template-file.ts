/** The plain payroll file, with three invented people to show what goes where. */
import { stringify } from 'csv-stringify/sync'

export const TEMPLATE_NAME = 'payroll-template.csv'

export const TEMPLATE_ROWS: readonly (readonly string[])[] = [
  ['employee_number', 'employee_name', 'country', 'account', 'bic', 'currency', 'amount'],
  ['1001', 'Sample Lucía García', 'ES', 'ES9121000418450200051332', '', 'EUR', '3412.60'],
  ['1002', 'Sample Jürgen Groß', 'DE', 'DE89370400440532013000', '', 'EUR', '3875.00'],
  ['1003', 'Sample Hanako Sato', 'JP', '0001234567', 'BOTKJPJT', 'JPY', '300000'],
]

export const templateFile = (): string => csvText(TEMPLATE_ROWS)

/**
 * CSV (RFC 4180) that a spreadsheet opens without running what is in it: cells that begin like a formula get an apostrophe before them (OWASP, CSV
 * injection). Without a byte order mark Excel takes the file for the computer's own old encoding.
 */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  stringify([...rows], { bom: true, record_delimiter: 'windows', quote_record_delimiter: true, escape_formulas: true })

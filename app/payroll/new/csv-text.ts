/** Writes CSV (RFC 4180) that a spreadsheet opens without running what is in it. */
const FORMULA = /^[=+\-@\t\r]/
const QUOTED = /[",\r\n]/
/** Without it Excel takes the file for the computer's own old encoding. */
const BYTE_ORDER_MARK = '\ufeff'

/** Cells that begin like a formula get an apostrophe before them (OWASP, CSV injection). */
export function csvText(rows: readonly (readonly string[])[]): string {
  return BYTE_ORDER_MARK + rows.map((cells) => `${cells.map(cellText).join(',')}\r\n`).join('')
}

function cellText(cell: string): string {
  const safe = FORMULA.test(cell) ? `'${cell}` : cell
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

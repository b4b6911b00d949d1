/** The header of a payroll file: which column holds what. */
import type { Problems } from './payroll-problems'

export const PAYROLL_COLUMNS = ['employee_number', 'employee_name', 'country', 'account', 'bic', 'currency', 'amount'] as const
export type PayrollColumn = (typeof PAYROLL_COLUMNS)[number]

/** Where each column stands in a row, from 0. */
export type ColumnPlaces = Readonly<Record<PayrollColumn, number>>

const OTHER_DELIMITERS: Readonly<Record<string, string>> = { ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' }

/** Reads the header: any order, any case, spaces for underscores. Problems go to `problems`; null when the columns are not all there, once each. */
export function readHeader(header: readonly string[], row: number, problems: Problems): ColumnPlaces | null {
  const before = problems.count
  const only = header.length === 1 ? (header[0] ?? '') : ''
  const delimiter = Object.keys(OTHER_DELIMITERS).find((mark) => only.includes(mark))
  if (delimiter !== undefined) {
    problems.add(row, null, `The columns are separated by ${OTHER_DELIMITERS[delimiter]}; this template needs commas.`)
    return null
  }
  const places = new Map<string, number>()
  header.forEach((cell, place) => {
    const name = cell.trim().toLowerCase().replace(/\s+/g, '_')
    if (name === '') problems.add(row, null, `Column ${place + 1} has no name. Remove it, or name it.`)
    else if (!PAYROLL_COLUMNS.some((column) => column === name))
      problems.add(row, shown(name), `This column is not part of the template. Its columns are ${PAYROLL_COLUMNS.join(', ')}.`)
    else if (places.has(name)) problems.add(row, name, 'This column stands in the file twice.')
    else places.set(name, place)
  })
  for (const column of PAYROLL_COLUMNS) if (!places.has(column)) problems.add(row, column, 'This column is missing.')
  return problems.count === before ? (Object.fromEntries(places) as Record<PayrollColumn, number>) : null
}

const shown = (name: string): string => (name.length > 40 ? `${name.slice(0, 40)}…` : name)

/** Rows that only add up the others: recognised by having no account, and by their words or their sum. */
import { decimalOf } from '@/events/money'
import { readAmount } from './amount'
import type { Row } from './row'
import type { RowContext } from './row-line'

const WORDS =
  /^[*\s-]*(?:grand |sub-?|control |running |net )?(?:totals?|sum|count|number of|end of|gesamt\w*|summen?|zwischensumme|anzahl|ende|somme|nombre|totale|numero|suma|soma|total|totaal|aantal|razem|ogółem|suma|yhteensä|i alt|summa|celkem|összesen|ukupno)\b/iu

/** What has been paid in the rows so far, by currency, refused ones included where their amount could be read. */
export type RunningSum = Map<string, bigint>

/** A sentence when the row is a total and is left out, null when it is a payroll line like the others. */
export function totalsRow(row: Row, { mapping, header }: RowContext, sum: RunningSum): string | null {
  const cellOf = (field: 'account' | 'employee_number' | 'amount' | 'employee_name'): string =>
    (row.cells[header.places[field] ?? -1] ?? '').trim()
  if (!mapping.leaveOutTotals || cellOf('account') !== '' || mapping.amountStyle === null) return null
  const [only] = sum.size === 1 ? sum.entries() : []
  const isNumber = row.kinds?.[header.places.amount ?? -1] === 'number'
  const amount = only && cellOf('amount') !== '' ? readAmount(cellOf('amount'), isNumber, mapping.amountStyle, only[0]) : null
  const saysTotal = row.cells.some((cell) => WORDS.test(cell.trim()))
  const agrees = only !== undefined && amount === only[1]
  if (!saysTotal && !(agrees && cellOf('employee_name') === '' && cellOf('employee_number') === '')) return null
  if (typeof amount !== 'bigint' || !only || agrees) return 'This row is a total and is left out.'
  return `This row is a total and is left out. It says ${decimalOf(amount, only[0])} ${only[0]}, but the rows above add up to ${decimalOf(only[1], only[0])}.`
}

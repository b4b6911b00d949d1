/** Rows that pay nobody: totals, the header again, lines of words below the table. Each is left out with a note. */
import { decimalOf } from '@/events/money'
import { readAmount } from './amount'
import { headerKey } from './columns'
import type { MappingField } from './mapping'
import type { Row } from './row'
import type { RowContext } from './row-line'

const TOTAL =
  /^[*\s-]*(?:grand |sub-?|control |running |net )?(?:totals?|sum|count|number of|end of|gesamt\w*|summen?|zwischensumme|anzahl|ende|somme|nombre|totale|numero|suma|soma|total|totaal|aantal|razem|ogółem|suma|yhteensä|i alt|summa|celkem|összesen|ukupno|toplam|合計|小計)(?![\p{L}\p{N}])/iu

type Sum = { all: bigint; sinceTotal: bigint }

export class LeftOutRows {
  readonly #context: RowContext
  /** What has been paid in the rows so far, by currency, refused ones included where their amount could be read. */
  readonly #sums = new Map<string, Sum>()

  constructor(context: RowContext) {
    this.#context = context
  }

  add({ amountMinor, currency }: { amountMinor: bigint; currency: string }): void {
    const { all, sinceTotal } = this.#sums.get(currency) ?? { all: 0n, sinceTotal: 0n }
    this.#sums.set(currency, { all: all + amountMinor, sinceTotal: sinceTotal + amountMinor })
  }

  /** A sentence when the row is left out, null when it is a payroll line like the others. */
  reason(row: Row): string | null {
    const { mapping, header } = this.#context
    if (!mapping.leaveOutTotals || mapping.amountStyle === null) return null
    const named = Object.values(header.places).filter((place) => headerKey(header.cells[place] ?? '') !== '')
    if (named.length > 1 && named.every((place) => headerKey(row.cells[place] ?? '') === headerKey(header.cells[place] ?? '')))
      return 'This row repeats the headings and is left out.'
    return this.#has(row, 'account') ? null : (this.#total(row) ?? this.#words(row))
  }

  #total(row: Row): string | null {
    const { header, mapping } = this.#context
    const [only] = this.#sums.size === 1 ? this.#sums : []
    const place = header.places.amount ?? -1
    const isNumber = row.kinds?.[place] === 'number'
    const cell = (row.cells[place] ?? '').trim()
    const amount = only && mapping.amountStyle && cell !== '' ? readAmount(cell, isNumber, mapping.amountStyle, only[0]) : null
    const saysTotal = row.cells.some((each) => TOTAL.test(each.trim()))
    const agrees = only !== undefined && (amount === only[1].all || amount === only[1].sinceTotal)
    if (!saysTotal && !(agrees && !this.#hasName(row) && !this.#has(row, 'employee_number'))) return null
    if (only) only[1].sinceTotal = 0n
    if (typeof amount !== 'bigint' || !only || agrees) return 'This row is a total and is left out.'
    return `This row is a total and is left out. It says ${decimalOf(amount, only[0])} ${only[0]}, but the rows above add up to ${decimalOf(only[1].all, only[0])}.`
  }

  /** "Prepared by: …", "Page 1 of 2": an employee number alone is no such line, the person's pay may be missing. */
  #words(row: Row): string | null {
    if (this.#hasName(row) || this.#has(row, 'amount') || (row.kinds?.length ?? 0) > 0) return null
    const number = (row.cells[this.#context.header.places.employee_number ?? -1] ?? '').trim()
    return number === '' || /\p{L}{2,}.*\s/u.test(number) ? 'This row has no name, account or amount and is left out.' : null
  }

  #hasName(row: Row): boolean {
    return this.#has(row, 'employee_name') || this.#has(row, 'first_name') || this.#has(row, 'last_name')
  }

  #has(row: Row, field: MappingField): boolean {
    return /[\p{L}\p{N}]/u.test(row.cells[this.#context.header.places[field] ?? -1] ?? '')
  }
}

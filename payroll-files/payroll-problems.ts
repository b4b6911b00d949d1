/** What is wrong with a payroll file, all at once, in words a payroll clerk understands. */

/**
 * `row` is the spreadsheet's, from 1, null for the file as a whole; `field` is ours, `column` the file's own header and letter, "Betrag (D)".
 */
export type PayrollProblem = { row: number | null; field: string | null; column: string | null; reason: string }

/** More would help nobody; the last line says how many there are. */
export const PROBLEMS_MAX = 1_000

export class Problems {
  readonly #kept: PayrollProblem[] = []
  #count = 0

  add(problem: PayrollProblem): void {
    this.#count += 1
    if (this.#kept.length < PROBLEMS_MAX) this.#kept.push(problem)
  }

  get count(): number {
    return this.#count
  }

  /** In the order of the file. */
  list(): PayrollProblem[] {
    const more = this.#count - this.#kept.length
    if (more === 0) return this.#kept
    return [...this.#kept, { row: null, field: null, column: null, reason: `And ${more.toLocaleString('en')} more.` }]
  }
}

/** What comes twice in a file: a person, a line, an account. Kept as hashes, so that 100,000 rows weigh the same whatever they hold. */
import { hash } from 'node:crypto'

type Earlier = { row: number; pay: string }

export class Repetitions {
  readonly #employees = new Map<string, Earlier>()
  readonly #accounts = new Map<string, number>()

  /** A sentence when this employee stands above already. `byName`: the name stands for the employee number. */
  employee(row: number, employee: string, pay: string, byName: boolean): { line: boolean; reason: string } | null {
    if (employee === '') return null
    const key = short(employee)
    const earlier = this.#employees.get(key)
    if (earlier === undefined) {
      this.#employees.set(key, { row, pay: short(pay) })
      return null
    }
    if (earlier.pay === short(pay))
      return { line: true, reason: `This line repeats row ${earlier.row}: same employee, account and amount.` }
    const reason = byName
      ? `This name stands in row ${earlier.row} already, with other pay; two people of one name need employee numbers.`
      : `This employee number stands in row ${earlier.row} already.`
    return { line: false, reason }
  }

  /** The row above that pays to this account too, or null. */
  account(row: number, account: string): number | null {
    const key = short(account)
    const earlier = this.#accounts.get(key)
    if (earlier === undefined) this.#accounts.set(key, row)
    return earlier ?? null
  }
}

const short = (text: string): string => hash('sha256', text, 'base64').slice(0, 22)

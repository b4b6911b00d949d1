/** What comes twice in a file: a person, a line, an account. Kept as hashes, so that 100,000 rows weigh the same whatever they hold. */
import { hash } from 'node:crypto'
import { personKey } from './person-key'

/** More for one person is no pay: it is a file that was put together wrongly. */
export const LINES_PER_PERSON_MAX = 20

export class Repetitions {
  readonly #lines = new Map<string, number>()
  readonly #employees = new Map<string, number>()
  readonly #pay = new Set<string>()
  readonly #accounts = new Map<string, number>()

  /** A sentence when this employee stands above already. `byName`: the name stands for the employee number. */
  employee(row: number, employee: string, pay: string, byName: boolean): { line: boolean; reason: string } | null {
    if (employee === '') return null
    const person = personKey(employee)
    const key = short(person)
    const earlier = this.#employees.get(key)
    const whole = short(`${person} ${pay}`)
    if (earlier === undefined) {
      this.#employees.set(key, row)
      this.#pay.add(whole)
      return null
    }
    if (this.#pay.has(whole)) return { line: true, reason: `This line repeats row ${earlier}: same employee, account and amount.` }
    const reason = byName
      ? `This name is already in row ${earlier}, with different pay. Two people with the same name need employee numbers.`
      : `This employee number is already in row ${earlier}.`
    return { line: false, reason }
  }

  /** Where each line of a person is paid: a sentence when these are too many. */
  tooMany(employee: string): string | null {
    const key = short(personKey(employee))
    const lines = (this.#lines.get(key) ?? 0) + 1
    this.#lines.set(key, lines)
    return lines > LINES_PER_PERSON_MAX ? `This person has more than ${LINES_PER_PERSON_MAX} lines.` : null
  }

  /** The row above that pays to this account too, or null. */
  account(row: number, account: string): number | null {
    const key = short(account)
    const earlier = this.#accounts.get(key)
    if (earlier === undefined) this.#accounts.set(key, row)
    return earlier ?? null
  }
}

/** 96 bits: among 100,000 rows two that differ would look the same once in 10¹⁹ files. */
const short = (text: string): string => hash('sha256', text, 'binary').slice(0, 12)

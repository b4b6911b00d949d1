/** One row of a payroll file to one line, with everything that is wrong in it. */
import { isCurrency } from '@/events/money'
import { survivesTransliteration } from './charset'
import { isCountry } from './countries'
import { type PayrollAccount, readAccount } from './payroll-account'
import { overLimit, readAmount } from './payroll-amount'
import { type ColumnPlaces, PAYROLL_COLUMNS } from './payroll-columns'
import type { Problems } from './payroll-problems'
import { railOf } from './rail'

/** One person's pay, as the file says it. */
export type PayrollLine = {
  /** The row in the file; the header is row 1. */
  lineNumber: number
  employeeNumber: string
  employeeName: string
  /** Where the account is held. */
  country: string
  /** Without spaces, in capitals. */
  account: string
  accountKind: 'iban' | 'number'
  bic: string | null
  currency: string
  amountMinor: bigint
}

const NAME_CHARACTERS_MAX = 70
const NUMBER_CHARACTERS_MAX = 35

// Control characters, and marks that are not seen and change what is: zero-width space, direction marks and overrides, the replacement character.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/
const LOST_LETTER = '\ufffd'

type Row = { number: number; cells: readonly string[]; places: ColumnPlaces; problems: Problems; notes: Problems }

/** Reads a row; null when something is wrong with it. */
export function readLine(row: Row): PayrollLine | null {
  const before = row.problems.count
  if (hasUnseen(row)) return null
  const cell = (column: keyof ColumnPlaces): string => (row.cells[row.places[column]] ?? '').trim()
  const employeeNumber = readText(row, 'employee_number', cell('employee_number'), NUMBER_CHARACTERS_MAX)
  const employeeName = readText(row, 'employee_name', cell('employee_name'), NAME_CHARACTERS_MAX)
  const country = readCode(row, 'country', cell('country'), isCountry, 'two letters such as DE')
  const currency = readCode(row, 'currency', cell('currency'), isCurrency, 'three letters such as EUR')
  const account = readAccount(cell('account'), cell('bic'), country, (field, reason) => row.problems.add(row.number, field, reason))
  const amountMinor = readMoney(row, cell('amount'), currency, country, account)
  if (row.problems.count !== before || !country || !currency || !account || amountMinor === null) return null
  if (!survivesTransliteration(employeeName))
    row.notes.add(
      row.number,
      'employee_name',
      'Banks cannot carry this script; the name will reach the bank as dots. Write it in Latin letters.',
    )
  return { lineNumber: row.number, employeeNumber, employeeName, country, ...account, currency, amountMinor }
}

/** Looked for in the whole row at once: in a sound file this is one test per row. */
function hasUnseen(row: Row): boolean {
  const { cells, problems, number } = row
  if (!UNSEEN.test(cells.join(''))) return false
  let found = false
  for (const column of PAYROLL_COLUMNS) {
    const cell = cells[row.places[column]] ?? ''
    if (!UNSEEN.test(cell)) continue
    const what = cell.includes('\0') ? 'a NUL byte' : /[\r\n]/.test(cell) ? 'a line break' : 'a control character or invisible mark'
    problems.add(number, column, `This contains ${what}; type it again.`)
    found = true
  }
  return found
}

function readText(row: Row, field: 'employee_number' | 'employee_name', cell: string, charactersMax: number): string {
  const name = field === 'employee_name' ? 'name' : 'employee number'
  const text = cell.normalize('NFC')
  if (text === '') row.problems.add(row.number, field, `The ${name} is empty.`)
  else if (text.length > charactersMax)
    row.problems.add(row.number, field, `The ${name} has ${text.length} characters; banks carry ${charactersMax}.`)
  else if (/^[=+\-@]/.test(text))
    row.problems.add(row.number, field, `The ${name} begins with "${text[0]}"; spreadsheets would run it as a formula.`)
  else if (text.includes(LOST_LETTER))
    row.problems.add(row.number, field, `A letter of the ${name} was lost when the file was saved (\ufffd); write it again.`)
  return text
}

function readCode(row: Row, field: 'country' | 'currency', cell: string, isKnown: (code: string) => boolean, form: string): string | null {
  const code = cell.toUpperCase()
  if (isKnown(code)) return code
  row.problems.add(
    row.number,
    field,
    code === '' ? `The ${field} is empty.` : `"${cell.slice(0, 20)}" is no ${field} we know; write its code, ${form}.`,
  )
  return null
}

function readMoney(row: Row, cell: string, currency: string | null, country: string | null, account: PayrollAccount | null): bigint | null {
  const amount = readAmount(cell, currency)
  const rail = currency && country && account ? railOf({ currency, country, account: account.account }) : 'swift'
  const problem = typeof amount === 'string' ? amount : currency && overLimit(amount, currency, rail)
  if (!problem) return amount as bigint
  row.problems.add(row.number, 'amount', problem)
  return null
}

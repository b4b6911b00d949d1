/** One row of a payroll file to one line, with everything that is wrong in it. */

import { isCountry, isSepaCountry, SEPA_LIST_OF } from '@/accounts/countries'
import { looksLikeIban } from '@/accounts/iban'
import { type Rail, railOf } from '@/accounts/rail'
import { normalizeAccount } from '@/events/account'
import { isCurrency } from '@/events/money'
import { cut, NAME_CHARACTERS_MAX } from '@/iso20022/charset'
import { plainTextProblem } from '@/platform/plain-text'
import { isShortened, type PayrollAccount, readAccount, SHORTENED } from './account'
import { overLimit, readAmount } from './amount'
import { currencyOfSign } from './amount-style'
import { columnWords, type Header } from './columns'
import type { AmountStyle, Mapping, MappingField } from './mapping'
import { carriedName, foreignName, isAsInFile, lostName, writtenName } from './name'
import type { PayrollLine } from './payroll-line'
import type { PayrollProblem } from './payroll-problems'
import type { Row } from './row'
import { latinKey, type PayrollRules } from './types'
import { DIGITS_KEPT } from './xlsx/number'

const NUMBER_CHARACTERS_MAX = 35

// What plain-text.ts refuses, line breaks and tabs too, and marks that are not seen and change what is: zero-width space, direction marks and overrides, the replacement character.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|\p{Cs}/u
const LOST_LETTER = '\ufffd'
/** "Ã¼" for "ü": UTF-8 that was read as Windows-1252 and saved again. No name has these pairs. */
const GARBLED =
  /Ã[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122\u20ac]|Å[\u0080-\u00bf\u2013-\u201e]|â\u20ac/
const SPREADSHEET_ERROR = /^#(N\/A|NAME\?|REF!|VALUE!|DIV\/0!|NUM!|NULL!|SPILL!|CALC!)$/i
const NAMES: ReadonlySet<MappingField> = new Set(['employee_name', 'first_name', 'last_name'])

const AMOUNT_STYLE: AmountStyle = { decimal: '.', group: '', exact: false, unit: 'major' }

export type RowContext = { mapping: Mapping; header: Header; rules: PayrollRules }

export type RowRead = {
  line: PayrollLine | null
  /** Of a refused row too, where it could be read. */
  amount: { amountMinor: bigint; currency: string } | null
  /** Whom the row pays and what, as it stands, to find what comes twice. */
  employee: string
  pay: string
  problems: PayrollProblem[]
  /** What a refused name is by rule, by its column. */
  proposed: Record<string, string> | null
  /** Made when they are wanted: a name in the bank's letters takes 80 µs, and only the first 1,000 notes are given. */
  notes: (() => PayrollProblem)[]
}

/** Reads a row; `line` is null when something is wrong with it. */
export function readRow(row: Row, context: RowContext): RowRead {
  const reader = new RowReader(row, context)
  const line = reader.line()
  const { amount, problems, proposed, notes } = reader
  return { line, amount, employee: reader.employee(), pay: reader.pay(), problems, proposed, notes }
}

class RowReader {
  readonly problems: PayrollProblem[] = []
  readonly notes: RowRead['notes'] = []
  amount: RowRead['amount'] = null
  proposed: RowRead['proposed'] = null
  readonly #row: Row
  readonly #context: RowContext

  constructor(row: Row, context: RowContext) {
    this.#row = row
    this.#context = context
  }

  line(): PayrollLine | null {
    if (this.#hasUnseen() || this.#hasBrokenCell()) return null
    const given = this.#number()
    const employeeName = this.#settledName(given ?? '') ?? this.#name()
    const employeeNumber = given ?? cut(employeeName, NUMBER_CHARACTERS_MAX)
    const country = this.#code('country', this.#countryCell(), isCountry, 'two letters such as DE')
    const currency = this.#code('currency', this.#cell('currency'), isCurrency, 'three letters such as EUR')
    const account = this.#account(country)
    const amountMinor = this.#amount(currency, country, account)
    if (this.problems.length > 0 || !country || !currency || !account || amountMinor === null) return null
    const rail = railOf({ currency, country, account: account.account })
    this.#noteName(employeeName, rail)
    if (currency === 'EUR' && account.accountKind === 'iban' && !isSepaCountry(country))
      this.notes.push(() =>
        this.#about(
          'country',
          `${country} is not in SEPA (list of ${SEPA_LIST_OF}). This payment goes by SWIFT, which is slower and has fees.`,
        ),
      )
    return { lineNumber: this.#row.row, employeeNumber, employeeName, country, ...account, currency, amountMinor }
  }

  employee(): string {
    const names = ['employee_name', 'first_name', 'last_name'] as const
    if (this.#context.mapping.fields.employee_number?.from !== 'name') return this.#cell('employee_number')
    return names
      .map((field) => this.#cell(field))
      .join(' ')
      .trim()
  }

  pay(): string {
    const parts = ['sort_code', 'routing_number', 'account', 'currency', 'amount'] as const
    return parts
      .map((field) => this.#cell(field))
      .join(' ')
      .replace(/\s/g, '')
      .toUpperCase()
  }

  /** A field's text: its column's cell, or the value for all rows. */
  #cell(field: MappingField): string {
    const source = this.#context.mapping.fields[field]
    if (source?.from === 'value') return source.value.trim()
    const place = this.#context.header.places[field]
    const cell = place === undefined ? '' : unwrapped((this.#row.cells[place] ?? '').trim())
    // '00123, as spreadsheets mark a number as text; names may begin so: 't Hart.
    return NAMES.has(field) ? cell : cell.replace(/^'(?=[\w])/, '')
  }

  #kind(field: MappingField) {
    const place = this.#context.header.places[field]
    return place === undefined ? undefined : this.#row.kinds?.[place]
  }

  #about(field: MappingField, reason: string): PayrollProblem {
    const place = this.#context.header.places[field]
    return { row: this.#row.row, field, column: place === undefined ? null : columnWords(this.#context.header.cells, place), reason }
  }

  #refuse(field: MappingField, reason: string): void {
    this.problems.push(this.#about(field, reason))
  }

  #fields(): MappingField[] {
    return Object.keys(this.#context.header.places) as MappingField[]
  }

  /** Looked for in the whole row at once: in a sound file this is one test per row. */
  #hasUnseen(): boolean {
    if (!UNSEEN.test(this.#row.cells.join(''))) return false
    for (const field of this.#fields()) {
      const cell = (this.#row.cells[this.#context.header.places[field] ?? -1] ?? '').trim()
      if (!UNSEEN.test(cell)) continue
      const what = /[\r\n]/.test(cell) ? 'a line break' : (plainTextProblem(cell) ?? 'a control character or invisible mark')
      this.#refuse(field, `This contains ${what}. Type it again.`)
    }
    return this.problems.length > 0
  }

  #hasBrokenCell(): boolean {
    if (!this.#row.kinds) return false
    for (const field of this.#fields()) {
      const kind = this.#kind(field)
      if (kind === 'no-result')
        this.#refuse(field, 'The result of this formula was not saved. Open the file in Excel and save it again, or enter the value.')
      if (kind === 'error') this.#refuse(field, `This formula has the error ${this.#cell(field)}. Enter the value.`)
    }
    return this.problems.length > 0
  }

  /** A name of another script as somebody of the company said it is written in Latin letters, here or in a file before. */
  #settledName(employeeNumber: string): string | null {
    const { latin } = this.#context.rules.names
    if (latin.size === 0) return null
    const written = writtenName(this.#context.mapping, (field) => this.#cell(field))
    const settled = latin.get(latinKey(employeeNumber, written))
    if (!settled) return null
    const field = this.#context.mapping.fields.employee_name ? 'employee_name' : 'last_name'
    this.notes.push(() => this.#about(field, `"${written}" is paid as "${settled.text}", as ${settled.by} wrote it.`))
    return settled.text
  }

  #name(): string {
    const { fields, nameOrder } = this.#context.mapping
    if (!fields.first_name && !fields.last_name)
      return this.#text('employee_name', 'name', this.#cell('employee_name'), NAME_CHARACTERS_MAX)
    const first = this.#text('first_name', 'first name', this.#cell('first_name'), NAME_CHARACTERS_MAX)
    const last = this.#text('last_name', 'last name', this.#cell('last_name'), NAME_CHARACTERS_MAX)
    const name = nameOrder === 'first-last' ? `${first} ${last}` : `${last} ${first}`
    if (first.length <= NAME_CHARACTERS_MAX && last.length <= NAME_CHARACTERS_MAX && name.length > NAME_CHARACTERS_MAX)
      this.#refuse('last_name', `First and last name have ${name.length} characters together. Banks accept ${NAME_CHARACTERS_MAX}.`)
    return name
  }

  /** Null where the name stands for it. */
  #number(): string | null {
    if (this.#context.mapping.fields.employee_number?.from === 'name') return null
    return this.#text('employee_number', 'employee number', this.#cell('employee_number'), NUMBER_CHARACTERS_MAX)
  }

  #text(field: MappingField, name: string, cell: string, charactersMax: number): string {
    const text = cell.normalize('NFC')
    if (text === '') this.#refuse(field, `The ${name} is empty.`)
    else if (text.length > charactersMax) this.#refuse(field, `The ${name} has ${text.length} characters. Banks accept ${charactersMax}.`)
    else if (/^[=+\-@]/.test(text))
      this.#refuse(field, `The ${name} begins with "${text[0]}". Spreadsheets would run it as a formula, so write it differently.`)
    else if (SPREADSHEET_ERROR.test(text))
      this.#refuse(field, `"${text}" is a spreadsheet error, not ${name === 'employee number' ? 'an' : 'a'} ${name}. Write it again.`)
    else if (text.includes(LOST_LETTER))
      this.#refuse(field, `A letter of the ${name} was lost when the file was saved (\ufffd). Write it again.`)
    else if (GARBLED.test(text))
      this.#refuse(field, `Letters of the ${name} were garbled when the file was saved (${GARBLED.exec(text)?.[0]}). Write it again.`)
    else if ((text.split('"').length - 1) % 2 === 1)
      this.#refuse(field, `The ${name} contains a single quote mark ("), so it may not end where it should. Write it again.`)
    else if (NAMES.has(field)) this.#refuseName(field, name, text)
    return text
  }

  #refuseName(field: MappingField, what: string, name: string): void {
    const lost = lostName(name, what)
    const foreign = lost === null ? foreignName(name, what, this.#countryCell().trim().toUpperCase()) : null
    if (lost !== null) this.#refuse(field, lost)
    if (foreign === null) return
    const place = this.#context.header.places[field]
    if (foreign.proposal !== null && place !== undefined) this.proposed = { ...this.proposed, [place]: foreign.proposal }
    this.#refuse(field, foreign.reason)
  }

  #countryCell(): string {
    return this.#context.mapping.fields.country?.from === 'iban'
      ? normalizeAccount(this.#cell('account')).slice(0, 2)
      : this.#cell('country')
  }

  #code(field: 'country' | 'currency', cell: string, isKnown: (code: string) => boolean, form: string): string | null {
    const code = (field === 'currency' && currencyOfSign(cell)) || cell.toUpperCase()
    if (isKnown(code)) {
      const { currencies } = this.#context.rules
      if (field === 'country' || currencies === null || Object.hasOwn(currencies, code)) return code
      this.#refuse(field, `The company has no account in ${code}. It pays in ${Object.keys(currencies).join(', ')}.`)
      return null
    }
    // The account itself says what is wrong with it.
    if (field === 'country' && this.#context.mapping.fields.country?.from === 'iban') return null
    const reason =
      code === '' ? `The ${field} is empty.` : `"${cell.slice(0, 20)}" is not a ${field} that PayLedger knows. Write its code, ${form}.`
    this.#refuse(field, reason)
    return null
  }

  #account(country: string | null): PayrollAccount | null {
    const cells = {
      account: this.#cell('account'),
      bic: this.#cell('bic'),
      sort_code: this.#cell('sort_code'),
      routing_number: this.#cell('routing_number'),
    }
    if (this.#kind('account') === 'number' && cells.account.length > DIGITS_KEPT) {
      this.#refuse(
        'account',
        `Spreadsheets keep only ${DIGITS_KEPT} digits of a number, so the last digits of this account are lost. Enter it as text.`,
      )
      return null
    }
    const { fields, accountStyle } = this.#context.mapping
    if (fields.country?.from === 'iban' && country === null && !looksLikeIban(normalizeAccount(cells.account))) {
      this.#refuse(
        'account',
        cells.account === ''
          ? 'The account is empty.'
          : isShortened(cells.account)
            ? SHORTENED
            : 'This is not an IBAN. An IBAN begins with two letters and two digits.',
      )
      return null
    }
    const account = readAccount(cells, accountStyle, country, (field, reason) => this.#refuse(field, reason))
    if (account?.accountKind === 'number' && accountStyle !== 'number-sort-code' && this.#kind('account') === 'number')
      this.notes.push(() => this.#about('account', 'This account is stored as a number, so leading zeros may be missing. Check it.'))
    return account
  }

  #amount(currency: string | null, country: string | null, account: PayrollAccount | null): bigint | null {
    const style = this.#context.mapping.amountStyle ?? AMOUNT_STYLE
    const amount = readAmount(this.#cell('amount'), this.#kind('amount') === 'number', style, currency)
    const rail = currency && country && account ? railOf({ currency, country, account: account.account }) : 'swift'
    const companyMax = (currency && this.#context.rules.currencies?.[currency]) ?? null
    const problem = typeof amount === 'string' ? amount : currency && overLimit(amount, currency, rail, companyMax || null)
    if (currency && typeof amount === 'bigint') this.amount = { amountMinor: amount, currency }
    if (!problem) return amount as bigint
    this.#refuse('amount', problem)
    return null
  }

  /** What the bank will get, where it is not what stands here. */
  #noteName(name: string, rail: Rail): void {
    if (isAsInFile(name)) return
    const field = this.#context.mapping.fields.employee_name ? 'employee_name' : 'last_name'
    this.notes.push(() => this.#about(field, carriedName(name, rail, this.#context.rules.names.umlauts)))
  }
}

/** ="00123", as some exports write a number that Excel must not shorten; the apostrophe is our own error file's, before what looks like a formula. */
function unwrapped(cell: string): string {
  const text = /^'[=+\-@]/.test(cell) ? cell.slice(1) : cell
  return /^="([^"]*)"$/.exec(text)?.[1] ?? text
}

/** Which column holds what: by a template's headers, by the words of the header, by what stands below it. */

import { bicProblem } from '@/accounts/bic'
import { isCountry } from '@/accounts/countries'
import { ibanProblem, looksLikeIban } from '@/accounts/iban'
import { normalizeAccount } from '@/events/account'
import { isCurrency } from '@/events/money'
import { currencyIn, fieldsOf, wordsOf } from './header-words'
import type { FieldSource, Mapping, MappingField } from './mapping'
import { type Preset, presetFields, presetFor } from './presets'

/** A column with the values of the head's rows below its header, in their order. */
export type HeadColumn = { index: number; header: string; values: string[] }

export type Suggestion = {
  preset: Preset | null
  accountStyle: Mapping['accountStyle']
  nameOrder: Mapping['nameOrder']
  fields: Mapping['fields']
  /** Fields that several columns may hold. */
  unclear: { field: MappingField; columns: HeadColumn[] }[]
}

/** A column as the source of a field, known by its heading and its place. */
export const columnSource = ({ header, index }: HeadColumn): FieldSource => ({ from: 'column', header: header.slice(0, 200), index })

/** Whether the text is an IBAN with a right check digit (ISO 13616). */
export const isIban = (value: string): boolean => ibanProblem(normalizeAccount(value)) === null

/** Proposes which column is which field: by a payroll program's known headings, else by headings and values. */
export function suggest(columns: readonly HeadColumn[]): Suggestion {
  const preset = presetFor(columns.map(({ header }) => header))
  if (preset) {
    const fields = presetFields(
      preset,
      columns.map(({ header }) => header),
    )
    return wiseCurrency({ preset, accountStyle: preset.others.accountStyle, nameOrder: 'first-last', fields, unclear: [] }, columns)
  }
  const candidates = namesSorted(byHeader(columns))
  byContent(columns, candidates)
  const fields: Mapping['fields'] = {}
  const unclear: Suggestion['unclear'] = []
  for (const [field, found] of candidates) {
    const only = preferred(field, found)
    if (only) fields[field] = columnSource(only)
    else unclear.push({ field, columns: found })
  }
  const accountStyle = accountStyleOf(columns, fields)
  return { preset: null, accountStyle, nameOrder: 'first-last', fields: withoutColumns(columns, fields, accountStyle), unclear }
}

/** In this template the amount may be given in the source or the target currency, by row; only one of them can be mapped without asking. */
function wiseCurrency(suggestion: Suggestion, columns: readonly HeadColumn[]): Suggestion {
  const which = columns.find(({ header }) => wordsOf(header) === 'amount currency')
  const source = columns.find(({ header }) => wordsOf(header) === 'source currency')
  const target = columns.find(({ header }) => wordsOf(header) === 'target currency')
  if (!which || !source || !target) return suggestion
  const bySource = which.values.filter((value) => value.trim().toLowerCase() === 'source').length
  if (bySource === 0) return suggestion
  const { currency: _, ...fields } = suggestion.fields
  if (bySource === which.values.length) return { ...suggestion, fields: { ...fields, currency: columnSource(source) } }
  return { ...suggestion, fields, unclear: [{ field: 'currency', columns: [source, target] }] }
}

type Candidates = Map<MappingField, HeadColumn[]>

/** Columns that are empty in the whole head say nothing, unless they are all there is. */
function byHeader(columns: readonly HeadColumn[]): Candidates {
  const candidates: Candidates = new Map()
  const filled = columns.filter(({ values }) => values.some((value) => value !== ''))
  for (const column of filled.length > 0 ? filled : columns) {
    const [first] = fieldsOf(column.header)
    if (!first) continue
    // A column "Employee" that holds no digits holds names.
    const isName =
      first === 'employee_number' && column.values.every((value) => value === '' || !/\d/.test(value)) && column.values.length > 0
    const field = isName ? 'employee_name' : first
    candidates.set(field, [...(candidates.get(field) ?? []), column])
  }
  return candidates
}

/** "Name, Vorname" is last and first, "Nom, Prénom" and "Nombre, Apellidos" too; one of them alone is the whole name when it holds one. */
function namesSorted(candidates: Candidates): Candidates {
  const whole = candidates.get('employee_name')
  const first = candidates.get('first_name')
  const last = candidates.get('last_name')
  if (first && last) candidates.delete('employee_name')
  else if (whole && (first || last)) {
    candidates.delete('employee_name')
    candidates.set(first ? 'last_name' : 'first_name', whole)
  } else if ((first ?? last)?.every(holdsWholeNames)) {
    candidates.delete('first_name')
    candidates.delete('last_name')
    candidates.set('employee_name', first ?? last ?? [])
  }
  return candidates
}

const holdsWholeNames = ({ values }: HeadColumn): boolean => mostOf(values, (value) => /\S[\s,]+\S/.test(value))

const mostOf = (values: readonly string[], fits: (value: string) => boolean, share = 0.6): boolean => {
  const filled = values.filter((value) => value !== '')
  return filled.length > 0 && filled.filter(fits).length >= share * filled.length
}

/** What the values of a field look like. */
const LOOKS: readonly [MappingField, (value: string) => boolean][] = [
  ['account', isIban],
  ['bic', (value) => value.length >= 8 && bicProblem(value.toUpperCase()) === null],
  ['currency', (value) => isCurrency(value.toUpperCase())],
  ['country', isCountry],
]

/** What no header named, told by its values: most of them IBANs, BICs, currencies, countries. */
function byContent(columns: readonly HeadColumn[], candidates: Candidates): void {
  const taken = new Set([...candidates.values()].flat())
  for (const [field, fits] of LOOKS) {
    // Beside IBANs a country is of something else: where a person lives or pays tax.
    if (candidates.has(field) || (field === 'country' && candidates.get('account')?.every(({ values }) => mostOf(values, isIban)))) continue
    const found = columns.filter((column) => !taken.has(column) && mostOf(column.values, fits))
    for (const column of found) taken.add(column)
    if (found.length > 0) candidates.set(field, found)
  }
}

/** The only column, the only one whose values look like the field's, or the first of several that say the same; null when a person must say. */
function preferred(field: MappingField, columns: readonly HeadColumn[]): HeadColumn | null {
  const looks = LOOKS.find(([each]) => each === field)?.[1]
  const fitting = looks ? columns.filter(({ values }) => mostOf(values, looks)) : []
  const [best, ...others] = fitting.length > 0 ? fitting : columns
  return best && others.every(({ values }) => values.every((value, i) => value === best.values[i])) ? best : null
}

function accountStyleOf(columns: readonly HeadColumn[], fields: Mapping['fields']): Mapping['accountStyle'] {
  const account = valuesOf(columns, fields.account)
  if (mostOf(account, isIbanLike)) return 'iban'
  if (fields.sort_code && !fields.routing_number) return 'number-sort-code'
  if (fields.routing_number) return 'number-routing'
  return fields.bic && account.length > 0 && !account.some(isIban) ? 'number-bic' : 'iban'
}

/** What a file needs no column for, because its accounts say it: IBANs their country, bank codes of one country that and its currency. */
function withoutColumns(columns: readonly HeadColumn[], fields: Mapping['fields'], style: Mapping['accountStyle']): Mapping['fields'] {
  const all = { ...fields }
  const account = valuesOf(columns, fields.account)
  // Some mistyped IBANs do not make the country a question; beside a BIC, numbers without a country may be meant.
  const areIbans = mostOf(account, isIbanLike, fields.bic ? 0.9 : 0.5)
  const national = style === 'number-sort-code' ? ['GB', 'GBP'] : style === 'number-routing' ? ['US', 'USD'] : null
  const country = valuesOf(columns, fields.country)
  if (areIbans && (!all.country || !mostOf(country, isCode))) all.country = { from: 'iban' }
  else if (!all.country && national?.[0]) all.country = { from: 'value', value: national[0] }
  const amount = fields.amount
  const named = amount?.from === 'column' ? currencyIn(amount.header) : null
  if (!all.currency && named) all.currency = { from: 'value', value: named }
  else if (!all.currency && national?.[1]) all.currency = { from: 'value', value: national[1] }
  return all
}

const isIbanLike = (value: string): boolean => looksLikeIban(normalizeAccount(value))
const isCode = (value: string): boolean => isCountry(value.toUpperCase())

function valuesOf(columns: readonly HeadColumn[], source: FieldSource | undefined): string[] {
  if (source?.from !== 'column') return []
  return columns.find(({ index }) => index === source.index)?.values.filter((value) => value !== '') ?? []
}

/** Which column holds what: by a template's headers, by the words of the header, by what stands below it. */
import { isCurrency } from '@/events/money'
import { bicProblem } from '../bic'
import { isCountry } from '../countries'
import { ibanProblem, looksLikeIban, normalizeAccount } from '../iban'
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

export const columnSource = ({ header, index }: HeadColumn): FieldSource => ({ from: 'column', header: header.slice(0, 200), index })

export const isIban = (value: string): boolean => ibanProblem(normalizeAccount(value)) === null

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
    const only = found.length === 1 ? found[0] : preferred(field, found)
    if (only) fields[field] = columnSource(only)
    else unclear.push({ field, columns: found })
  }
  return {
    preset: null,
    accountStyle: accountStyleOf(columns, fields),
    nameOrder: 'first-last',
    fields: withoutColumns(columns, fields),
    unclear,
  }
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
    const [first, second] = fieldsOf(column.header)
    if (!first) continue
    // A column "Employee" that holds no digits holds names.
    const isName =
      first === 'employee_number' && column.values.every((value) => value === '' || !/\d/.test(value)) && column.values.length > 0
    const field = isName ? 'employee_name' : (second ?? first) === 'employee_name' && !isName ? first : first
    candidates.set(field, [...(candidates.get(field) ?? []), column])
  }
  return candidates
}

/** "Name, Vorname" is last and first, "Nom, Prénom" and "Nombre, Apellidos" too; one of them alone is the whole name. */
function namesSorted(candidates: Candidates): Candidates {
  const whole = candidates.get('employee_name')
  const first = candidates.get('first_name')
  const last = candidates.get('last_name')
  if (first && last) candidates.delete('employee_name')
  else if (whole && (first || last)) {
    candidates.delete('employee_name')
    candidates.set(first ? 'last_name' : 'first_name', whole)
  } else if (first || last) {
    candidates.delete('first_name')
    candidates.delete('last_name')
    candidates.set('employee_name', first ?? last ?? [])
  }
  return candidates
}

/** What no header named, told by its values: most of them IBANs, BICs, currencies, countries. */
function byContent(columns: readonly HeadColumn[], candidates: Candidates): void {
  const taken = new Set([...candidates.values()].flat())
  const tests: [MappingField, (value: string) => boolean][] = [
    ['account', isIban],
    ['bic', (value) => value.length >= 8 && bicProblem(value.toUpperCase()) === null],
    ['currency', isCurrency],
    ['country', isCountry],
  ]
  for (const [field, fits] of tests) {
    if (candidates.has(field)) continue
    const found = columns.filter((column) => {
      const values = column.values.filter((value) => value !== '')
      return !taken.has(column) && values.length > 0 && values.filter(fits).length >= 0.6 * values.length
    })
    for (const column of found) taken.add(column)
    if (found.length > 0) candidates.set(field, found)
  }
}

/** Of several columns for the account the one that holds IBANs in most rows. */
function preferred(field: MappingField, columns: readonly HeadColumn[]): HeadColumn | null {
  if (field !== 'account') return null
  const full = columns.filter(({ values }) => values.length > 0 && values.filter(isIban).length > 0.9 * values.length)
  return full.length === 1 ? (full[0] ?? null) : null
}

function accountStyleOf(columns: readonly HeadColumn[], fields: Mapping['fields']): Mapping['accountStyle'] {
  const account = valuesOf(columns, fields.account)
  if (account.length > 0 && account.every((value) => looksLikeIban(normalizeAccount(value)))) return 'iban'
  if (fields.sort_code && !fields.routing_number) return 'number-sort-code'
  if (fields.routing_number) return 'number-routing'
  return fields.bic && account.length > 0 && !account.some(isIban) ? 'number-bic' : 'iban'
}

/** What a file needs no column for: the country when all accounts are IBANs, the currency when a header names it. */
function withoutColumns(columns: readonly HeadColumn[], fields: Mapping['fields']): Mapping['fields'] {
  const account = valuesOf(columns, fields.account)
  const all = { ...fields }
  if (!all.country && account.length > 0 && account.every((value) => looksLikeIban(normalizeAccount(value)))) all.country = { from: 'iban' }
  const amount = fields.amount
  const named = amount?.from === 'column' ? currencyIn(amount.header) : null
  if (!all.currency && named) all.currency = { from: 'value', value: named }
  return all
}

function valuesOf(columns: readonly HeadColumn[], source: FieldSource | undefined): string[] {
  if (source?.from !== 'column') return []
  return columns.find(({ index }) => index === source.index)?.values.filter((value) => value !== '') ?? []
}

/** Well-known templates that map themselves when a file has their headers. Each name says what it imitates, no more. */
import { wordsOf } from './header-words'
import type { Mapping, MappingField } from './mapping'

export type Preset = {
  name: string
  /** Header → field, as the template writes it. All of them must be there; others may be. */
  columns: Readonly<Record<string, MappingField>>
  /** Headers that must be there too, so that the template is told from others, and are not read. */
  beside: readonly string[]
  others: Pick<Mapping, 'accountStyle'> & { fields: Mapping['fields'] }
}

const fromIban = { country: { from: 'iban' } } as const
const fromName = { employee_number: { from: 'name' } } as const

export const TEMPLATE: Preset = {
  name: 'PayLedger template',
  columns: {
    employee_number: 'employee_number',
    employee_name: 'employee_name',
    country: 'country',
    account: 'account',
    bic: 'bic',
    currency: 'currency',
    amount: 'amount',
  },
  beside: [],
  others: { accountStyle: 'iban', fields: {} },
}

export const PRESETS: readonly Preset[] = [
  TEMPLATE,
  {
    name: 'Like a German SEPA payment list (IBAN, BIC, Empfänger, Betrag, Währung, Verwendungszweck)',
    columns: { IBAN: 'account', BIC: 'bic', Empfänger: 'employee_name', Betrag: 'amount', Währung: 'currency' },
    beside: ['Verwendungszweck'],
    others: { accountStyle: 'iban', fields: { ...fromIban, ...fromName } },
  },
  {
    name: 'Like a UK BACS payment list (sort code, account number, account name, amount, reference)',
    columns: { 'Sort Code': 'sort_code', 'Account Number': 'account', 'Account Name': 'employee_name', Amount: 'amount' },
    beside: ['Reference'],
    others: {
      accountStyle: 'number-sort-code',
      fields: { ...fromName, country: { from: 'value', value: 'GB' }, currency: { from: 'value', value: 'GBP' } },
    },
  },
  {
    name: 'Like a US ACH payment list (routing number, account number, account type, name, amount)',
    columns: { 'Routing Number': 'routing_number', 'Account Number': 'account', Name: 'employee_name', Amount: 'amount' },
    beside: ['Account Type'],
    others: {
      accountStyle: 'number-routing',
      fields: { ...fromName, country: { from: 'value', value: 'US' }, currency: { from: 'value', value: 'USD' } },
    },
  },
  {
    name: 'Like a Wise batch payment template (name, amountCurrency, amount, sourceCurrency, targetCurrency, IBAN)',
    columns: { name: 'employee_name', amount: 'amount', targetCurrency: 'currency', IBAN: 'account' },
    beside: ['amountCurrency', 'sourceCurrency'],
    others: { accountStyle: 'iban', fields: { ...fromIban, ...fromName } },
  },
  {
    name: 'Like a French payment list (Matricule, Nom, Prénom, IBAN, BIC, Net à payer)',
    columns: { Matricule: 'employee_number', Nom: 'last_name', Prénom: 'first_name', IBAN: 'account', BIC: 'bic', 'Net à payer': 'amount' },
    beside: [],
    others: { accountStyle: 'iban', fields: { ...fromIban, currency: { from: 'value', value: 'EUR' } } },
  },
]

/** The preset whose headers are all among these, the one with most of them. */
export function presetFor(headers: readonly string[]): Preset | null {
  const keys = headers.map(wordsOf)
  const fitting = PRESETS.filter(({ columns, beside }) =>
    [...Object.keys(columns), ...beside].every((name) => keys.filter((key) => key === wordsOf(name)).length === 1),
  )
  const width = ({ columns, beside }: Preset): number => Object.keys(columns).length + beside.length
  return fitting.reduce<Preset | null>((best, preset) => (best === null || width(preset) > width(best) ? preset : best), null)
}

/** The preset's fields in a file with these headers. */
export function presetFields({ columns, others }: Preset, headers: readonly string[]): Mapping['fields'] {
  const fields: Mapping['fields'] = { ...others.fields }
  const keys = headers.map(wordsOf)
  for (const [name, field] of Object.entries(columns)) {
    const index = keys.indexOf(wordsOf(name))
    fields[field] = { from: 'column', header: headers[index] ?? '', index }
  }
  return fields
}

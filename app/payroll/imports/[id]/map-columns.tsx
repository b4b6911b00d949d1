import { SelectField, TextField } from '@/components/field'
import { Section } from '@/components/section'
import { type AccountStyle, type Answer, type FieldSource, fieldWords, type Mapping, type MappingField } from '@/payroll-files/mapping'
import type { Inspection, SeenColumn } from '@/payroll-files/types'

type Props = { sighting: Inspection; mapping: Mapping; change: (answer: Answer) => void; disabled: boolean }

const ACCOUNT_STYLE_WORDS: Readonly<Record<AccountStyle, string>> = {
  iban: 'IBAN (or account number and BIC where there is no IBAN)',
  'number-bic': 'account number and BIC',
  'number-sort-code': 'account number and sort code (UK)',
  'number-routing': 'account number and routing number (US)',
}
const BESIDE: Readonly<Record<AccountStyle, MappingField>> = {
  iban: 'bic',
  'number-bic': 'bic',
  'number-sort-code': 'sort_code',
  'number-routing': 'routing_number',
}

/** What each column contains. */
export function MapColumns(props: Props) {
  const { mapping, change, disabled } = props
  const twoNames = Boolean(mapping.fields.first_name || mapping.fields.last_name)
  const names: MappingField[] = twoNames ? ['first_name', 'last_name'] : ['employee_name']
  const fields: MappingField[] = ['employee_number', ...names, 'amount', 'currency', 'account', BESIDE[mapping.accountStyle], 'country']
  return (
    <Section title="Columns">
      <fieldset disabled={disabled} className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <legend className="sr-only">What each column contains</legend>
        <SelectField
          label="Account format"
          value={mapping.accountStyle}
          onChange={(event) => change({ accountStyle: event.target.value as AccountStyle })}
        >
          {Object.entries(ACCOUNT_STYLE_WORDS).map(([style, words]) => (
            <option key={style} value={style}>
              {words}
            </option>
          ))}
        </SelectField>
        <SelectField
          label="Name is in"
          value={twoNames ? 'two' : 'one'}
          onChange={(event) => change({ fields: event.target.value === 'two' ? toTwo(mapping) : toOne(mapping) })}
        >
          <option value="one">one column</option>
          <option value="two">two columns: first and last name</option>
        </SelectField>
        {twoNames && (
          <SelectField
            label="Order of the name"
            value={mapping.nameOrder}
            onChange={(event) => change({ nameOrder: event.target.value as Mapping['nameOrder'] })}
          >
            <option value="first-last">first name, last name</option>
            <option value="last-first">last name, first name</option>
          </SelectField>
        )}
        {fields.map((field) => (
          <FieldOf key={field} field={field} {...props} />
        ))}
      </fieldset>
    </Section>
  )
}

function FieldOf({ field, sighting, mapping, change }: Props & { field: MappingField }) {
  const source = mapping.fields[field]
  const words = fieldWords(field).replace(/^the /, '')
  const column = source?.from === 'column' ? sighting.columns.find(({ index }) => index === source.index) : undefined
  const set = (next: FieldSource | undefined) => change({ fields: { [field]: next } })
  return (
    <div className="grid gap-1">
      <SelectField
        label={words.charAt(0).toUpperCase() + words.slice(1)}
        hint={column && column.examples.length > 0 ? column.examples.join(' · ') : undefined}
        value={source ? (source.from === 'column' ? `column ${source.index}` : source.from) : ''}
        onChange={(event) => set(sourceOf(event.target.value, sighting.columns))}
      >
        <option value="">{field === 'bic' && mapping.accountStyle === 'iban' ? 'not in the file' : 'Choose a column'}</option>
        {sighting.columns.map((each) => (
          <option key={each.index} value={`column ${each.index}`}>
            {each.letter} {each.header}
          </option>
        ))}
        {field === 'country' && <option value="iban">the first letters of the IBAN</option>}
        {(field === 'country' || field === 'currency') && <option value="value">the same for all rows</option>}
        {field === 'employee_number' && <option value="name">use the name instead</option>}
      </SelectField>
      {source?.from === 'value' && (
        <TextField
          label={`${words} for all rows`}
          defaultValue={source.value}
          maxLength={3}
          onBlur={(event) => set({ from: 'value', value: event.target.value.trim().toUpperCase() })}
        />
      )}
    </div>
  )
}

function sourceOf(value: string, columns: readonly SeenColumn[]): FieldSource | undefined {
  if (value === 'iban' || value === 'name') return { from: value }
  if (value === 'value') return { from: 'value', value: '' }
  const column = columns.find(({ index }) => value === `column ${index}`)
  return column && { from: 'column', header: column.header, index: column.index }
}

/** The column of the whole name becomes that of the last name, and the other way round. */
const toTwo = ({ fields }: Mapping): Mapping['fields'] => ({
  employee_name: undefined,
  last_name: fields.last_name ?? fields.employee_name,
})
const toOne = ({ fields }: Mapping): Mapping['fields'] => ({
  employee_name: fields.employee_name ?? fields.last_name ?? fields.first_name,
  first_name: undefined,
  last_name: undefined,
})

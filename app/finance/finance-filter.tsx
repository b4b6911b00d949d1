import { Button, ButtonLink } from '@/components/button'
import { SelectField, TextField } from '@/components/field'
import type { Filter } from '@/finance/reader'

/** A plain form: what is chosen is in the URL, and it works before any script. */
export function FinanceFilter({
  path,
  filter,
  companies,
  currencies,
}: {
  path: string
  filter: Filter
  companies: readonly { code: string; name: string }[]
  currencies: readonly string[]
}) {
  return (
    <form action={path} className="mb-4 flex flex-wrap items-end gap-3">
      <TextField label="From month" name="from" type="month" defaultValue={filter.from} key={`from ${filter.from}`} />
      <TextField label="To month" name="to" type="month" defaultValue={filter.to} key={`to ${filter.to}`} />
      <SelectField label="Company" name="company" defaultValue={filter.company ?? ''} key={`company ${filter.company}`}>
        <option value="">All</option>
        {companies.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField label="Currency" name="currency" defaultValue={filter.currency ?? ''} key={`currency ${filter.currency}`}>
        <option value="">All, each by itself</option>
        {currencies.map((code) => (
          <option key={code}>{code}</option>
        ))}
      </SelectField>
      <Button type="submit">Show</Button>
      <ButtonLink href={path} tone="quiet">
        Last six months
      </ButtonLink>
    </form>
  )
}

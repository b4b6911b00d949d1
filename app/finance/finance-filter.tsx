import { Button } from '@/components/button'
import { ButtonLink } from '@/components/button-link'
import { SelectField } from '@/components/field'
import type { Choices, Filter } from '@/finance/reader'
import { financeHref } from './finance-url'
import { MONTHS_MAX, monthBefore, monthName, monthOf, monthsBetween } from './months'

/** A plain form: what is chosen is in the address, and it works before any script. */
export function FinanceFilter({
  path,
  filter,
  choices,
  chart,
  now,
}: {
  path: '/finance' | '/finance/countries'
  filter: Filter
  choices: Choices
  chart?: string | null
  now: Date
}) {
  const { from, to, company = '', currency = '' } = filter
  const earliest = monthBefore(monthOf(now), MONTHS_MAX - 1)
  const offered = monthsBetween(choices.firstMonth && choices.firstMonth > earliest ? choices.firstMonth : earliest, monthOf(now))
  const months = [...new Set([...offered, from, to])].sort().reverse()
  return (
    <form action={path} className="mb-4 grid grid-cols-2 items-end gap-3 sm:flex sm:flex-wrap">
      {[
        { label: 'From', name: 'from', value: from },
        { label: 'To', name: 'to', value: to },
      ].map(({ label, name, value }) => (
        <SelectField key={`${name} ${value}`} label={label} name={name} defaultValue={value}>
          {months.map((month) => (
            <option key={month} value={month}>
              {monthName(month)}
            </option>
          ))}
        </SelectField>
      ))}
      <SelectField label="Company" name="company" defaultValue={company} key={`company ${company}`}>
        <option value="">All</option>
        {choices.companies.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField label="Currency" name="currency" defaultValue={currency} key={`currency ${currency}`}>
        <option value="">All</option>
        {choices.currencies.map((code) => (
          <option key={code}>{code}</option>
        ))}
      </SelectField>
      {chart && <input type="hidden" name="chart" value={chart} />}
      <Button type="submit">Show</Button>
      <ButtonLink href={financeHref(path)} tone="quiet">
        Last six months
      </ButtonLink>
    </form>
  )
}

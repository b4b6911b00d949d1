import { useState } from 'react'
import { SelectField, TextField } from '@/components/field'
import { monthWords } from '@/components/time-words'
import type { CompanyRow } from '@/payroll/companies/companies'
import { RUN_KINDS, type RunKind } from '@/payroll/runs/run-kind'
import { KIND_HINTS, KIND_WORDS } from '../kind-words'
import { periodsAround, suggestedPayDate } from './periods'

export type Fields = { company: string; period: string; payDate: string; kind: RunKind }
export type FormProps = { companies: readonly CompanyRow[]; today: string; filled: Partial<Fields> }

/** The values of the fields, and which of them are missing. A pay date that nobody chose follows the period. */
export function useRunFields({ companies, today, filled }: FormProps) {
  const period = filled.period ?? today.slice(0, 7)
  const only = companies.length === 1 ? companies[0] : undefined
  const [fields, setFields] = useState<Fields>({
    company: filled.company ?? only?.id ?? '',
    period,
    payDate: filled.payDate ?? suggestedPayDate(period, today),
    kind: filled.kind ?? 'regular',
  })
  const [missing, setMissing] = useState<Partial<Record<keyof Fields, string>>>({})
  // A date that somebody chose stays.
  const [isDateChosen, setDateChosen] = useState(false)
  const change = (next: Partial<Fields>) => {
    if (next.payDate !== undefined) setDateChosen(true)
    const payDate = next.period === undefined || isDateChosen ? {} : { payDate: suggestedPayDate(next.period, today) }
    setFields({ ...fields, ...payDate, ...next })
    setMissing({})
  }
  return { fields, missing, setMissing, change }
}

type Props = FormProps & {
  fields: Fields
  errorOf: (name: keyof Fields) => string | undefined
  change: (next: Partial<Fields>) => void
}

/** Company, period, pay date and kind of a new run. */
export function RunFields({ companies, today, filled, fields, errorOf, change }: Props) {
  const company = companies.find(({ id }) => id === fields.company)
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <SelectField
        label="Company"
        error={errorOf('company')}
        hint={company && companyHint(company)}
        value={fields.company}
        onChange={(event) => change({ company: event.target.value })}
      >
        {companies.length !== 1 && <option value="">Choose a company</option>}
        {companies.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Period"
        error={errorOf('period')}
        value={fields.period}
        onChange={(event) => change({ period: event.target.value })}
      >
        {[...new Set([...periodsAround(today), filled.period ?? today.slice(0, 7)])].map((each) => (
          <option key={each} value={each}>
            {monthWords(each)}
          </option>
        ))}
      </SelectField>
      <TextField
        label="Pay date"
        type="date"
        value={fields.payDate}
        error={errorOf('payDate')}
        onChange={(event) => change({ payDate: event.target.value })}
      />
      <SelectField
        label="Kind of run"
        error={errorOf('kind')}
        hint={KIND_HINTS[fields.kind]}
        value={fields.kind}
        onChange={(event) => change({ kind: event.target.value as RunKind })}
      >
        {RUN_KINDS.map((each) => (
          <option key={each} value={each}>
            {KIND_WORDS[each]}
          </option>
        ))}
      </SelectField>
    </div>
  )
}

function companyHint({ debtorAccounts, bank }: CompanyRow): string {
  const from = debtorAccounts.map(({ currency, last4 }) => `${currency} •••• ${last4}`).join(', ')
  return `Pays from ${from}; cut-off ${bank.cutOff} ${bank.timeZone}.`
}

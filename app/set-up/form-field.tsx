'use client'
import { SelectField, TextArea, TextField } from '@/components/field'
import { Check, Checks } from './checks'
import { CompanyChecks } from './company-checks'
import type { FieldSpec, FormValue } from './form-types'

type Props = { field: FieldSpec; value: FormValue | undefined; error: string | undefined; onChange: (value: FormValue) => void }

/** One field of a set-up form. */
export function FormField({ field, value, error, onChange }: Props) {
  const { name, label, hint, optional, kind, options = [], placeholder, type = 'text', autoComplete } = field
  const words = { name, label, hint, error, optional }
  if (kind === 'check') return <Check {...{ label, hint, error }} checked={value === true} onChange={onChange} />
  const chosen = Array.isArray(value) ? value : []
  if (kind === 'checks') return <Checks {...{ label, hint, error, options, chosen, onChange }} />
  if (kind === 'companies') return <CompanyChecks {...{ label, hint, error, options, chosen, onChange }} total={field.total ?? 0} />
  const text = typeof value === 'string' ? value : ''
  if (kind === 'select')
    return (
      <SelectField {...words} value={text} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </SelectField>
    )
  if (kind === 'lines')
    return <TextArea {...words} value={text} placeholder={placeholder} onChange={(event) => onChange(event.target.value)} />
  return (
    <TextField
      {...words}
      type={type}
      value={text}
      placeholder={placeholder}
      autoComplete={autoComplete ?? 'off'}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

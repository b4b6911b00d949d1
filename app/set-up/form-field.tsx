'use client'
import { useId } from 'react'
import { SelectField, TextArea, TextField } from '@/components/field'
import type { FieldSpec, FormValue } from './form-types'

type Props = { field: FieldSpec; value: FormValue | undefined; error: string | undefined; onChange: (value: FormValue) => void }

/** One field of a set-up form. */
export function FormField({ field, value, error, onChange }: Props) {
  const { name, label, hint, optional, kind, options = [], placeholder, type = 'text', autoComplete } = field
  const words = { name, label, hint, error, optional }
  if (kind === 'check') return <Check {...{ label, hint, error }} checked={value === true} onChange={onChange} />
  if (kind === 'checks')
    return <Checks {...{ label, hint, error, options }} chosen={Array.isArray(value) ? value : []} onChange={onChange} />
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

type Said = { label: string; hint: string | undefined; error: string | undefined }

function Check({ label, hint, error, checked, onChange }: Said & { checked: boolean; onChange: (checked: boolean) => void }) {
  const id = useId()
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2.5">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={hint ? `${id}-hint` : undefined}
        aria-invalid={error ? true : undefined}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-4 accent-accent"
      />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p id={`${id}-hint`} className="col-start-2 text-xs text-muted">
          {hint}
        </p>
      )}
      {error && <p className="col-start-2 text-xs font-medium text-bad">{error}</p>}
    </div>
  )
}

type ChecksProps = Said & {
  options: NonNullable<FieldSpec['options']>
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}

function Checks({ label, hint, error, options, chosen, onChange }: ChecksProps) {
  const toggle = (value: string, on: boolean) => onChange(on ? [...chosen, value] : chosen.filter((each) => each !== value))
  return (
    <fieldset className="grid gap-2" aria-invalid={error ? true : undefined} tabIndex={error ? -1 : undefined}>
      <legend className="mb-1 text-xs font-medium text-muted">{label}</legend>
      {hint && <p className="text-xs text-muted">{hint}</p>}
      {options.map((option) => (
        <Check
          key={option.value}
          label={option.label}
          hint={option.hint}
          error={undefined}
          checked={chosen.includes(option.value)}
          onChange={(on) => toggle(option.value, on)}
        />
      ))}
      {error && <p className="text-xs font-medium text-bad">{error}</p>}
    </fieldset>
  )
}

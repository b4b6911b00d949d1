'use client'
import { useId } from 'react'
import type { FieldSpec } from './form-types'

export type Said = { label: string; hint: string | undefined; error: string | undefined }

/** One box to check. */
export function Check({ label, hint, error, checked, onChange }: Said & { checked: boolean; onChange: (checked: boolean) => void }) {
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

export type ChecksProps = Said & {
  options: NonNullable<FieldSpec['options']>
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
  /** Between the hint and the boxes. */
  children?: React.ReactNode
}

/** Several to choose from. */
export function Checks({ label, hint, error, options, chosen, onChange, children }: ChecksProps) {
  const toggle = (value: string, on: boolean) => onChange(on ? [...chosen, value] : chosen.filter((each) => each !== value))
  return (
    <fieldset className="grid gap-2" aria-invalid={error ? true : undefined} tabIndex={error ? -1 : undefined}>
      <legend className="mb-1 text-xs font-medium text-muted">{label}</legend>
      {hint && <p className="text-xs text-muted">{hint}</p>}
      {children}
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

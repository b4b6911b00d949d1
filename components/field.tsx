'use client'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { cx } from './cx'

const CONTROL =
  'w-full rounded-md border border-edge bg-surface px-2.5 placeholder:text-faint disabled:border-line disabled:bg-sunken disabled:text-faint aria-invalid:border-bad'
const ONE_LINE = `${CONTROL} h-8 max-sm:h-10 max-sm:text-[16px]`

type Words = { label: ReactNode; hint?: ReactNode; error?: string | null | undefined; optional?: boolean }
type Wiring = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }

/** A label, a control, a hint and what is wrong with it, tied together. The controls below are made with it. */
export function Field({ label, hint, error, optional = false, children }: Words & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-xs font-medium text-muted">
        {label}
        {optional && <span className="font-normal text-faint"> optional</span>}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-xs font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  )
}

export function TextField({ label, hint, error, optional, className, ...input }: Words & ComponentProps<'input'>) {
  return (
    <Field {...{ label, hint, error, optional }}>
      {(wiring) => <input type="text" {...input} {...wiring} className={cx(ONE_LINE, className)} />}
    </Field>
  )
}

export function TextArea({ label, hint, error, optional, className, ...input }: Words & ComponentProps<'textarea'>) {
  return (
    <Field {...{ label, hint, error, optional }}>
      {(wiring) => <textarea rows={3} {...input} {...wiring} className={cx(CONTROL, 'py-1.5 max-sm:text-[16px]', className)} />}
    </Field>
  )
}

export function SelectField({ label, hint, error, optional, children, className, ...select }: Words & ComponentProps<'select'>) {
  return (
    <Field {...{ label, hint, error, optional }}>
      {(wiring) => (
        <select {...select} {...wiring} className={cx(ONE_LINE, className)}>
          {children}
        </select>
      )}
    </Field>
  )
}

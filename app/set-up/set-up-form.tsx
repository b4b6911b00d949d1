'use client'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Button } from '@/components/button'
import { ButtonLink } from '@/components/button-link'
import { ActionLine } from '@/components/confirm-dialog'
import { Note } from '@/components/note'
import { useAction } from '@/components/use-action'
import { FormField } from './form-field'
import type { FieldSpec, FormValues } from './form-types'

type Props<T> = {
  fields: readonly FieldSpec[]
  initial: FormValues
  submitLabel: string
  cancelHref: string
  /** Sends what was entered. */
  send: (values: FormValues, idempotencyKey: string) => Promise<{ data: T }>
  onDone: (data: T) => void
}

/** A form of the set-up: what is wrong stands beside its field, and what was typed stays whatever the answer is. */
export function SetUpForm<T>({ fields, initial, submitLabel, cancelHref, send, onDone }: Props<T>) {
  const [values, setValues] = useState(initial)
  const action = useAction(send)
  const form = useRef<HTMLFormElement>(null)
  const errors = action.state.is === 'refused' ? action.state.problem.errors : []
  const errorOf = ({ name, errorField = name }: FieldSpec) =>
    errors.find(({ field }) => field === errorField || field?.startsWith(`${errorField}.`))?.reason
  const isBesideFields = errors.length > 0 && fields.some((field) => errorOf(field))
  const busy = action.state.is === 'pending' || action.state.is === 'unknown'

  useEffect(() => {
    if (action.state.is === 'refused') form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
  }, [action.state])

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const answer = await action.run(values)
    if (answer) onDone(answer.data)
  }
  return (
    <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="grid max-w-xl gap-4">
      {fields.map((field) => (
        <FormField
          key={field.name}
          field={field}
          value={values[field.name]}
          error={errorOf(field)}
          onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
        />
      ))}
      {isBesideFields && <Note tone="bad" title="Check the fields that are marked. Nothing was saved." />}
      {action.state.is === 'conflict' && (
        <Note tone="warn" title="Someone else has changed this since you opened it.">
          Nothing was saved. Copy what you typed, then load the page again.
        </Note>
      )}
      {!isBesideFields && action.state.is !== 'conflict' && <ActionLine state={action.state} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="primary" pending={busy}>
          {submitLabel}
        </Button>
        <ButtonLink href={cancelHref} tone="quiet">
          Cancel
        </ButtonLink>
      </div>
    </form>
  )
}

'use client'
import { useRouter } from 'next/navigation'
import { type ComponentProps, type ReactNode, useState, useTransition } from 'react'
import { SelectField } from '@/components/field'

/** Asks for the page anew with each choice, which is in the address from then on. Before there is a script it is a plain form. */
export function FilterForm({ path, className, children }: { path: string; className: string; children: ReactNode }) {
  const router = useRouter()
  const [pending, start] = useTransition()
  const apply = (form: HTMLFormElement) => {
    const chosen = [...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' && value !== '' ? [[name, value]] : []))
    start(() => router.push(`${path}?${new URLSearchParams(chosen)}`, { scroll: false }))
  }
  return (
    <form
      action={path}
      aria-label="Filters"
      aria-busy={pending || undefined}
      className={className}
      onChange={(event) => apply(event.currentTarget)}
      onSubmit={(event) => {
        event.preventDefault()
        apply(event.currentTarget)
      }}
    >
      {children}
    </form>
  )
}

/** Shows what is chosen at once and keeps the focus; another address brings its own choice. */
export function FilterSelect({ value, ...select }: ComponentProps<typeof SelectField> & { value: string }) {
  const [shown, setShown] = useState({ address: value, value })
  if (shown.address !== value) setShown({ address: value, value })
  return (
    <SelectField {...select} value={shown.value} onChange={(event) => setShown({ address: value, value: event.currentTarget.value })} />
  )
}

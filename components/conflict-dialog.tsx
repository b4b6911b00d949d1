'use client'
import type { ReactNode } from 'react'
import type { ChangedField } from './api-problem'
import { Button } from './button'
import { DialogFrame } from './dialog'

type Names = Readonly<Record<string, string>>

/** *You saw | Now*, field by field, when something changed under one's hands (412). Nothing typed is lost. */
export function ConflictDialog({
  open,
  onOpenChange,
  changed,
  fieldNames,
  show,
  againLabel = 'Look at it again',
  onAgain,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  changed: readonly ChangedField[]
  fieldNames?: Names
  /** Shows a field's value, for money and times; plain text otherwise. */
  show?: (field: string, value: unknown) => ReactNode
  againLabel?: string
  onAgain: () => void
}) {
  return (
    <DialogFrame
      open={open}
      onOpenChange={onOpenChange}
      title="This has changed since you opened it"
      description="Nothing was done. What you typed is still here."
      actions={
        <>
          <Button tone="quiet" onClick={() => onOpenChange(false)}>
            Close
          </Button>
          <Button tone="primary" onClick={onAgain}>
            {againLabel}
          </Button>
        </>
      }
    >
      <ConflictTable changed={changed} fieldNames={fieldNames} show={show} />
    </DialogFrame>
  )
}

export function ConflictTable({
  changed,
  fieldNames = {},
  show = (_field, value) => plain(value),
}: {
  changed: readonly ChangedField[]
  fieldNames?: Names
  show?: (field: string, value: unknown) => ReactNode
}) {
  return (
    <div className="overflow-hidden rounded-md border border-line">
      <table className="w-full text-left">
        <caption className="sr-only">What you saw and what it is now</caption>
        <thead className="bg-sunken text-xs text-muted">
          <tr>
            {['', 'You saw', 'Now'].map((head) => (
              <th key={head} scope="col" className="h-8 px-3 font-medium">
                {head || <span className="sr-only">Field</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changed.map(({ field, seen, now }) => (
            <tr key={field} className="border-t border-line">
              <th scope="row" className="px-3 py-2 font-normal text-muted">
                {fieldNames[field] ?? sentence(field)}
              </th>
              <td className="num px-3 py-2 text-muted line-through decoration-line-strong">{show(field, seen)}</td>
              <td className="num px-3 py-2 font-[550]">{show(field, now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** "accountLast4" as "Account last 4". */
function sentence(field: string): string {
  const words = field.replace(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

'use client'
import { SelectField, TextField } from '@/components/field'
import type { CopyName } from '@/events/held-copy'

/** From which event on, and in which copies. */
export type FromEvent = { fromPosition: string; copies: CopyName[] }

const COPIES: Readonly<Record<string, { label: string; copies: CopyName[] }>> = {
  both: { label: 'Search and finance', copies: ['search', 'finance'] },
  search: { label: 'Search', copies: ['search'] },
  finance: { label: 'Finance', copies: ['finance'] },
}

/** Asks from which event on a replay reads; events are counted from 1. */
export function WhichEvents({ value: { fromPosition, copies }, onChange }: { value: FromEvent; onChange: (value: FromEvent) => void }) {
  return (
    <>
      <TextField
        label="From event"
        inputMode="numeric"
        maxLength={18}
        value={fromPosition}
        onChange={(event) => onChange({ copies, fromPosition: event.target.value.replace(/\D/g, '') || '0' })}
      />
      <SelectField
        label="Written again to"
        value={copies.length > 1 ? 'both' : copies[0]}
        onChange={(event) => onChange({ fromPosition, copies: COPIES[event.target.value]?.copies ?? copies })}
      >
        {Object.entries(COPIES).map(([key, { label }]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </SelectField>
    </>
  )
}

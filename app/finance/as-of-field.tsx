'use client'
import { useRef } from 'react'
import { TextField } from '@/components/field'
import { usePreferences } from '@/components/preferences'
import { instantOf } from '@/platform/zoned-day'

const TYPED = /^20\d\d-\d\d-\d\dT\d\d:\d\d$/

/** "2026-11-03T18:00" on the clocks of the zone; empty for what is no time, such as a position. */
function localOf(asOf: string, timeZone: string): string {
  if (/^\d*$/.test(asOf) || Number.isNaN(Date.parse(asOf))) return ''
  return new Date(asOf).toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).replace(' ', 'T')
}

/** A time of the past, as the clocks of the reader show it; the address has the instant, which is the same for everybody. */
export function AsOfField({ asOf }: { asOf: string }) {
  const { timeZone } = usePreferences()
  const instant = useRef<HTMLInputElement>(null)
  return (
    <div className="col-span-2">
      <input ref={instant} type="hidden" name="as-of" defaultValue={asOf} key={asOf} />
      <TextField
        key={`${asOf} ${timeZone}`}
        label="As it stood on"
        title={`In your time zone, ${timeZone}`}
        type="datetime-local"
        defaultValue={localOf(asOf, timeZone)}
        onChange={({ currentTarget: { value } }) => {
          // Before the form hears of it: it reads what is in its fields.
          if (instant.current) instant.current.value = TYPED.test(value) ? (instantOf(value, timeZone)?.toISOString() ?? '') : ''
        }}
      />
    </div>
  )
}

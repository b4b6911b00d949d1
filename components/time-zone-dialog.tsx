'use client'
import { useMemo, useState } from 'react'
import { Button } from './button'
import { DialogFrame } from './dialog'
import { SelectField } from './field'
import { usePreferences } from './preferences'

/** Chooses the zone every time on the screens is shown in. */
export function TimeZoneDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { timeZone, set } = usePreferences()
  const [chosen, setChosen] = useState(timeZone)
  const zones = useMemo(() => (open ? [...new Set(['UTC', timeZone, ...Intl.supportedValuesOf('timeZone')])] : []), [open, timeZone])
  const save = () => {
    set({ timeZone: chosen })
    onOpenChange(false)
  }
  return (
    <DialogFrame
      open={open}
      onOpenChange={onOpenChange}
      title="Time zone"
      description="PayLedger shows all times in this zone. Bank cut-offs keep their own zone."
      actions={
        <Button tone="primary" onClick={save}>
          Use this zone
        </Button>
      }
    >
      <SelectField label="Zone" value={chosen} onChange={(event) => setChosen(event.target.value)}>
        {zones.map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </SelectField>
    </DialogFrame>
  )
}

'use client'
import { useState } from 'react'
import { TextField } from '@/components/field'
import type { RunDetail } from '@/payroll/runs/run'
import { RunDialog } from './run-dialog'

type Props = {
  run: RunDetail
  /** The next day its bank can pay, where it cannot on the present one. */
  next: string | null
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Gives a draft another pay date. Whether its bank can pay on it is judged by the ledger, and said here. */
export function PayDateDialog({ run, next, open, onOpenChange }: Props) {
  const [typed, setTyped] = useState<string | null>(null)
  const payDate = typed ?? next ?? run.payDate
  return (
    <RunDialog
      run={run}
      open={open}
      onOpenChange={(is) => {
        setTyped(null)
        onOpenChange(is)
      }}
      change={{ to: 'POST /api/payroll-runs/[id]/pay-dates', id: run.id, body: { payDate } }}
      title={`Pay date of ${run.reference}`}
      description="If you change it, someone else has to approve the run."
      confirmLabel="Change pay date"
      why={payDate === '' ? 'Choose a day' : payDate === run.payDate ? 'The pay date is already this day' : undefined}
      done={{ title: `${run.reference} has a new pay date`, detail: 'It is still a draft.' }}
    >
      <TextField
        label="Pay date"
        type="date"
        hint={`The bank’s cut-off is ${run.cutOff} ${run.timeZone}.`}
        value={payDate}
        onChange={(event) => setTyped(event.target.value)}
      />
    </RunDialog>
  )
}

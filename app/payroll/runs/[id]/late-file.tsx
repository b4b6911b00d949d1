'use client'
import { useState } from 'react'
import { ChangeDialog } from '@/app/payroll/change-dialog'
import { Button } from '@/components/button'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import type { BankMessageRow } from '@/payroll/queries/bank-messages'

/** Lets a file that came too late for its day go out for the next one its bank can pay. */
export function LateFile({ message }: { message: BankMessageRow }) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  return (
    <>
      <Button onClick={() => setOpen(true)}>Pay on the next possible day…</Button>
      <ChangeDialog
        open={open}
        onOpenChange={setOpen}
        to={`/api/bank-messages/${message.id}/execution-dates`}
        version={0}
        body={{ reason: reason.trim() }}
        title={`Pay ${message.fileName} on the next possible day`}
        description={`The people in this file get their money later than on the pay date.${message.sha256 === null ? '' : ' The file was made before and goes out as it was made; the bank executes it on the next day, or refuses it.'}`}
        confirmLabel="Pay on the next possible day"
        why={reasonMissing(reason)}
        done={{ title: `${message.fileName} goes to the bank`, detail: 'For the next day its bank can pay.' }}
        onDone={() => setReason('')}
        fieldNames={{}}
        show={String}
      >
        <ReasonField value={reason} onChange={setReason} hint="It stands in the run’s history." />
      </ChangeDialog>
    </>
  )
}

'use client'
import { useState } from 'react'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { useAction } from '@/components/use-action'

/** Gives a repair up. */
export function CancelRepair({ id, untouched, onCancelled }: { id: string; untouched: string; onCancelled: () => Promise<void> }) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const action = useAction((input: { reason: string }, idempotencyKey) =>
    callApi('POST /api/operations/repairs/[id]/cancellations', { id, body: input, idempotencyKey }),
  )
  const confirm = async (): Promise<void> => {
    if (!(await action.run({ reason }))) return
    setOpen(false)
    await onCancelled()
  }
  return (
    <>
      <Button
        onClick={() => {
          action.begin()
          setOpen(true)
        }}
      >
        Cancel the repair…
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Cancel the repair"
        description={untouched}
        confirmLabel="Cancel the repair"
        state={action.state}
        onConfirm={() => void confirm()}
        why={reasonMissing(reason)}
      >
        <ReasonField value={reason} onChange={setReason} />
      </ConfirmDialog>
    </>
  )
}

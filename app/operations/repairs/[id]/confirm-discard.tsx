'use client'
import { useState } from 'react'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { useAction } from '@/components/use-action'
import type { RepairRow } from '@/operations/repairs/read-repairs'

type Props = { repair: Pick<RepairRow, 'id' | 'askedBy' | 'reason' | 'letters'>; onConfirmed: () => Promise<void> }

/** The second person confirms that letters are given up. */
export function ConfirmDiscard({ repair: { id, askedBy, reason, letters }, onConfirmed }: Props) {
  const [open, setOpen] = useState(false)
  const action = useAction((_: null, idempotencyKey) => callApi('POST /api/operations/repairs/[id]/confirmations', { id, idempotencyKey }))
  const confirm = async (): Promise<void> => {
    if (!(await action.run(null))) return
    setOpen(false)
    await onConfirmed()
  }
  const count = letters?.count ?? 0
  return (
    <>
      <Button
        tone="danger"
        onClick={() => {
          action.begin()
          setOpen(true)
        }}
      >
        Confirm…
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Discard for good"
        description={`${askedBy} asks to discard ${count === 1 ? '1 event' : `${count.toLocaleString('en')} events`}: “${reason}” The copy will lack ${count === 1 ? 'it' : 'them'} for ever, and calls itself complete without ${count === 1 ? 'it' : 'them'}. Your name stays beside theirs. This cannot be undone.`}
        confirmLabel="Discard for good"
        tone="danger"
        state={action.state}
        onConfirm={() => void confirm()}
      />
    </>
  )
}

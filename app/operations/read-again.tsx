'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callApi } from '@/app/call-api'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'
import type { AsideFile } from '@/operations/aside-files'

/** Asks the gateway to read a file again; a reason, and what that can change. */
export function ReadAgain({ file, onClose }: { file: AsideFile; onClose: () => void }) {
  const { id, fileName } = file
  const [reason, setReason] = useState('')
  const toast = useToast()
  const client = useQueryClient()
  const action = useAction((input: { reason: string }, idempotencyKey) =>
    callApi('POST /api/operations/readings', { body: { file: id, ...input }, idempotencyKey }),
  )
  const confirm = async (): Promise<void> => {
    if (!(await action.run({ reason }))) return
    toast('ok', 'The gateway reads it again', fileName)
    await client.invalidateQueries({ queryKey: ['operations'] })
    onClose()
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Read ${fileName} again`}
      description="The gateway reads the bytes that came, if the archive still has exactly these. What it understands now is applied as if the file had just come; what was applied before changes nothing. It helps after an upgrade that reads more; a damaged file stays damaged, and the bank must send it anew."
      confirmLabel="Read it again"
      state={action.state}
      onConfirm={() => void confirm()}
      why={reasonMissing(reason)}
    >
      <ReasonField value={reason} onChange={setReason} />
    </ConfirmDialog>
  )
}

'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callApi } from '@/app/call-api'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'

/** What is away while it restarts, for those who use it. */
const MEANWHILE: Readonly<Record<string, string>> = {
  'outbox-relay': 'Until it leads again, changes reach no copy; a relay that stands by takes over.',
  'search-projector': 'Until it is back, people find what search had before.',
  'finance-loader': 'Until it is back, the figures that were published last go on answering.',
  'bank-gateway': 'Until it is back, no file goes to the bank or comes in. A file that is on its way to the bank is not sent twice.',
  jobs: 'A check of a payroll file that it is doing is taken over within a minute.',
  reconciler: 'A comparison or a proof that it is doing begins anew.',
}

/** Asks one instance of a process to end in order; a reason, and what happens meanwhile. */
export function AskRestart({ process, instance, onClose }: { process: string; instance: string; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const toast = useToast()
  const client = useQueryClient()
  const action = useAction((input: { reason: string }, idempotencyKey) =>
    callApi('POST /api/operations/restarts', { body: { instance, ...input }, idempotencyKey }),
  )
  const confirm = async (): Promise<void> => {
    if (!(await action.run({ reason }))) return
    toast('ok', 'Asked to restart', process)
    await client.invalidateQueries({ queryKey: ['operations'] })
    onClose()
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Restart ${process}`}
      description={`It ends in order within seconds, and whatever supervises it starts it again. It goes on where it was; nothing is lost. ${MEANWHILE[process.replace(/-standby$/, '')] ?? ''}`}
      confirmLabel="Restart"
      state={action.state}
      onConfirm={() => void confirm()}
      why={reasonMissing(reason)}
    >
      <ReasonField value={reason} onChange={setReason} />
    </ConfirmDialog>
  )
}

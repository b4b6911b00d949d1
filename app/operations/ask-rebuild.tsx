'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callApi } from '@/app/call-api'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { spanWords } from '@/components/time-words'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'
import type { RebuildPlan } from '@/operations/repairs/read-repairs'

/** What it does, how much that is, how long it takes, and what stays available; then a reason. */
export function AskRebuild({ plan, onClose }: { plan: RebuildPlan; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const toast = useToast()
  const client = useQueryClient()
  const action = useAction((input: { reason: string }, idempotencyKey) =>
    callApi('POST /api/operations/repairs', { body: { kind: 'rebuild-search', ...input }, idempotencyKey }),
  )
  const confirm = async (): Promise<void> => {
    if (!(await action.run({ reason }))) return
    onClose()
    toast('ok', 'Asked for', 'Search is made anew beside the index that answers.')
    await client.invalidateQueries({ queryKey: ['repairs'] })
  }
  const howLong =
    plan.expectedMs === null ? 'Nobody has measured yet how long that takes.' : `About ${spanWords(plan.expectedMs)}, as the last one.`
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Make search anew"
      description={`All ${plan.events.toLocaleString('en')} events are read again into a new index. ${howLong} People go on searching the old one, which is kept up to date. The new one takes its place only when it is equal to the ledger, and the old one is kept for an hour after that.`}
      confirmLabel="Make it anew"
      state={action.state}
      onConfirm={() => void confirm()}
      why={reasonMissing(reason)}
    >
      <ReasonField value={reason} onChange={setReason} />
    </ConfirmDialog>
  )
}

'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callApi } from '@/app/call-api'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'
import type { CopyRepairKind } from '@/operations/repairs/repair'
import { howLongWords, KIND_WORDS } from './repair-words'

/** What it is asked for: a whole copy, or some payouts. */
export type AskedFor = { kind: CopyRepairKind; mismatch?: string; differences?: 'open' }

/** What it does, how much that is, how long it takes, and what stays available; then a reason. */
export function AskRepair({ asked, onClose }: { asked: AskedFor; onClose: (id: string | null) => void }) {
  const [reason, setReason] = useState('')
  const toast = useToast()
  const client = useQueryClient()
  const words = KIND_WORDS[asked.kind]
  const { data: plan, error } = useQuery({
    queryKey: ['repair-plan', asked],
    queryFn: ({ signal }) => callApi('POST /api/operations/repairs/plans', { body: asked, signal }).then((answer) => answer.data),
    retry: false,
    gcTime: 0,
  })
  const action = useAction((input: { reason: string }, idempotencyKey) =>
    callApi('POST /api/operations/repairs', { body: { ...asked, ...input }, idempotencyKey }),
  )
  const confirm = async (): Promise<void> => {
    const answer = await action.run({ reason })
    if (!answer) return
    toast('ok', 'Asked for', words.name)
    await client.invalidateQueries({ queryKey: ['repairs'] })
    onClose(answer.data.id)
  }
  const planned = plan ? `${words.says(plan)} ${howLongWords(plan)}` : (error?.message ?? 'Looking what there is to do…')
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose(null)}
      title={words.name}
      description={planned}
      confirmLabel={words.confirm}
      state={action.state}
      onConfirm={() => void confirm()}
      why={plan ? reasonMissing(reason) : 'What it would do is not known yet'}
    >
      <ReasonField value={reason} onChange={setReason} />
    </ConfirmDialog>
  )
}

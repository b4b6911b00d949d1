'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { callChange } from '@/app/call-api'
import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'
import type { Mismatch } from '@/operations/compare/mismatches'
import { subjectWords } from '../../mismatch-words'

/** Says why two stores differ and that this is as it should be; the history keeps who said it. In the ledger a second person agrees. */
export function Explain({ mismatch }: { mismatch: Mismatch }) {
  const { id, version, store, proposedBy } = mismatch
  const isSecond = proposedBy !== null
  const takesTwo = store === 'ledger' && !isSecond
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const router = useRouter()
  const toast = useToast()
  const action = useAction((input: { reason: string }, idempotencyKey) =>
    callChange({ to: 'POST /api/operations/mismatches/[id]/explanations', id, body: input }, version, idempotencyKey),
  )
  const confirm = async (): Promise<void> => {
    if (!(await action.run({ reason }))) return
    setOpen(false)
    toast('ok', takesTwo ? 'Explained. Someone else must agree.' : 'Explained', subjectWords(mismatch))
    router.refresh()
  }
  const begin = (): void => {
    action.begin()
    setOpen(true)
  }
  return (
    <>
      <Button onClick={begin}>{isSecond ? 'Agree…' : 'Explain…'}</Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={isSecond ? 'Agree that this is as it should be' : 'Explain this difference'}
        description={`${takesTwo ? 'Someone else must agree. After that the' : 'The'} desks no longer speak of it. It is repaired only when the stores agree again, and it opens anew if they differ in another way.`}
        confirmLabel={isSecond ? 'Agree' : 'Explain'}
        state={action.state}
        onConfirm={() => void confirm()}
        why={reasonMissing(reason)}
      >
        <ReasonField value={reason} onChange={setReason} />
      </ConfirmDialog>
    </>
  )
}

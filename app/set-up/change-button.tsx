'use client'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { type BodyOf, callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { ReasonField } from '@/components/reason-field'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'

type Props = {
  label: string
  title: string
  children: ReactNode
  confirmLabel: string
  change: BodyOf<'POST /api/set-up/changes'>
  tone?: 'normal' | 'danger'
}

/** A change of the set-up that needs no form: asked once more, with a reason for whoever confirms it. */
export function ChangeButton({ label, title, children, confirmLabel, change, tone = 'normal' }: Props) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const router = useRouter()
  const toast = useToast()
  const action = useAction((body: BodyOf<'POST /api/set-up/changes'>, idempotencyKey) =>
    callApi('POST /api/set-up/changes', { body, idempotencyKey }),
  )
  const confirm = async () => {
    const answer = await action.run({ ...change, reason: reason.trim() || null })
    if (!answer) return
    setOpen(false)
    if (answer.data.changeId === null) {
      toast('ok', 'Done')
      return router.refresh()
    }
    toast('ok', 'Proposed', 'Another administrator has to confirm it.')
    router.push(`/set-up/changes/${answer.data.changeId}`)
  }
  return (
    <>
      <Button
        tone={tone}
        onClick={() => {
          action.begin()
          setOpen(true)
        }}
      >
        {label}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={title}
        confirmLabel={confirmLabel}
        tone={tone === 'danger' ? 'danger' : 'primary'}
        state={action.state}
        onConfirm={() => void confirm()}
      >
        <p>{children}</p>
        <ReasonField label="Reason (optional)" value={reason} onChange={setReason} hint="Another administrator and the history see it." />
      </ConfirmDialog>
    </>
  )
}

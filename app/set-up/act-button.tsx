'use client'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { type ApiChange, callChange } from '@/app/call-api'
import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'

type Route =
  | 'POST /api/set-up/companies/[id]/closures'
  | 'POST /api/set-up/companies/[id]/accepted-test-files'
  | 'POST /api/set-up/changes/[id]/confirmations'
  | 'POST /api/set-up/changes/[id]/refusals'
  | 'POST /api/set-up/people/[id]/deactivations'
  | 'POST /api/set-up/people/[id]/sign-outs'

type Props = {
  label: string
  title: string
  children: ReactNode
  confirmLabel: string
  to: Route
  id: string
  version: number
  /** What the toast says. */
  done: string
  withReason?: boolean
  tone?: 'primary' | 'normal' | 'danger'
}

/** Something that is done at once to a company, a person or a proposed change. */
export function ActButton({ label, title, children, confirmLabel, to, id, version, done, withReason = false, tone = 'normal' }: Props) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const router = useRouter()
  const toast = useToast()
  const action = useAction((why: string, idempotencyKey) => {
    const asked = { to, id, ...(withReason && { body: { reason: why } }) } as ApiChange
    return callChange(asked, version, idempotencyKey)
  })
  const confirm = async () => {
    if (!(await action.run(reason.trim()))) return
    setOpen(false)
    toast('ok', done)
    router.refresh()
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
        why={withReason ? reasonMissing(reason) : undefined}
      >
        <p>{children}</p>
        {withReason && <ReasonField value={reason} onChange={setReason} />}
      </ConfirmDialog>
    </>
  )
}

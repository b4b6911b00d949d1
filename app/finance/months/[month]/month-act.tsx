'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { type ApiChange, callChange } from '@/app/call-api'
import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'

export type Act = {
  label: string
  title: string
  description: string
  confirmLabel: string
  done: string
  tone?: 'primary' | 'normal'
  /** What is asked, without the reason. */
  change: { to: ApiChange['to']; id: string; body?: Readonly<Record<string, unknown>> }
  version?: number
  withReason?: boolean
  /** Why it cannot be done now; the button says so. */
  why?: string | undefined
}

/** One act on a month: asks before it is done, with a reason where the act takes one. */
export function MonthAct({ label, title, description, confirmLabel, done, tone = 'normal', change, version = 0, withReason, why }: Act) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const router = useRouter()
  const toast = useToast()
  const action = useAction((input: object, idempotencyKey) => callChange({ ...change, ...input } as ApiChange, version, idempotencyKey))
  const confirm = async (): Promise<void> => {
    const body = { ...change.body, ...(withReason && { reason }) }
    if (!(await action.run(Object.keys(body).length > 0 ? { body } : {}))) return
    setOpen(false)
    toast('ok', done, title)
    router.refresh()
  }
  const begin = (): void => {
    action.begin()
    setOpen(true)
  }
  return (
    <>
      <Button tone={tone} onClick={begin} why={why}>
        {label}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={title}
        description={description}
        confirmLabel={confirmLabel}
        state={action.state}
        onConfirm={() => void confirm()}
        {...(withReason && reasonMissing(reason) && { why: reasonMissing(reason) })}
      >
        {withReason && <ReasonField value={reason} onChange={setReason} />}
      </ConfirmDialog>
    </>
  )
}

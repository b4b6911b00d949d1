'use client'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { useAction } from '@/components/use-action'

export type Question = {
  label: string
  title: string
  children: ReactNode
  confirmLabel: string
  tone?: 'primary' | 'normal' | 'danger'
}

type Props<T> = Question & {
  /** Whether a reason is asked for. */
  reason: 'none' | 'optional' | 'required'
  /** Does it; the reason is '' where none was given. */
  act: (reason: string, idempotencyKey: string) => Promise<T>
  onDone: (answer: T) => void
}

/** A button that asks before it does something, and shows what came of it. */
export function AskButton<T>({ label, title, children, confirmLabel, tone = 'normal', reason: asks, act, onDone }: Props<T>) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const action = useAction(act)
  const confirm = async () => {
    const answer = await action.run(reason.trim())
    if (answer === null) return
    setOpen(false)
    onDone(answer)
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
        why={asks === 'required' ? reasonMissing(reason) : undefined}
      >
        <p>{children}</p>
        {asks === 'optional' && (
          <ReasonField label="Reason (optional)" value={reason} onChange={setReason} hint="Another administrator and the history see it." />
        )}
        {asks === 'required' && <ReasonField value={reason} onChange={setReason} />}
      </ConfirmDialog>
    </>
  )
}

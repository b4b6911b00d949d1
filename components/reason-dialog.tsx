'use client'
import { type ReactNode, useEffect, useState } from 'react'
import { ConfirmDialog } from './confirm-dialog'
import { ReasonField, reasonMissing } from './reason-field'
import { useAction } from './use-action'

export type ReasonDialogProps<T> = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  children?: ReactNode
  confirmLabel: string
  tone?: 'primary' | 'danger'
  /** Whether a reason is asked for. */
  reason: 'none' | 'optional' | 'required'
  /** Why it cannot be confirmed yet, whatever the reason. */
  why?: string | undefined
  /** Does it; the reason is '' where none was given. */
  act: (reason: string, idempotencyKey: string) => Promise<T>
  /** The dialog is closed by then. */
  onDone: (answer: T) => void | Promise<void>
}

/** Asks before something is done, and why it is done. What was typed stays until it was done. */
export function ReasonDialog<T>({ reason: asks, why, act, onDone, children, ...frame }: ReasonDialogProps<T>) {
  const { open, onOpenChange } = frame
  const [reason, setReason] = useState('')
  const { begin, run, state } = useAction(act)
  useEffect(() => {
    if (open) begin()
  }, [open, begin])
  const confirm = async (): Promise<void> => {
    const answer = await run(reason.trim())
    if (answer === null) return
    setReason('')
    onOpenChange(false)
    await onDone(answer)
  }
  return (
    <ConfirmDialog
      {...frame}
      state={state}
      onConfirm={() => void confirm()}
      why={why ?? (asks === 'required' ? reasonMissing(reason) : undefined)}
    >
      {children}
      {asks === 'optional' && (
        <ReasonField label="Reason (optional)" value={reason} onChange={setReason} hint="Another administrator and the history see it." />
      )}
      {asks === 'required' && <ReasonField value={reason} onChange={setReason} />}
    </ConfirmDialog>
  )
}

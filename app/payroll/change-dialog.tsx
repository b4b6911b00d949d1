'use client'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'
import { type ApiChange, callChange } from '@/app/call-api'
import type { ApiProblem, ChangedField } from '@/components/api-problem'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { ConflictDialog } from '@/components/conflict-dialog'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'

/** What a dialog that asks for one change takes from the page. */
export type ChangeFrame = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  confirmLabel: string
  tone?: 'primary' | 'danger'
  why?: string
  onDone?: () => void
  wide?: boolean
  children?: ReactNode
}

type Props = ChangeFrame & {
  /** What is posted, and where. */
  change: ApiChange
  /** The version that was looked at. */
  version: number
  /** Said when it is done. */
  done: { title: string; detail?: string }
  /** The dialog has another step: confirming goes there instead. */
  onNext?: () => void
  /** How the fields of a conflict are said. */
  fieldNames: Readonly<Record<string, string>>
  show: (field: string, value: unknown) => ReactNode
  /** Against what the page showed, where that differs from what the server can tell. */
  asShown?: (changed: readonly ChangedField[], problem: ApiProblem) => readonly ChangedField[]
}

/**
 * One change: asks, waits for the server's answer, and says what came of it. Its key is made when it opens. Somebody who was quicker is shown,
 * not overwritten.
 */
export function ChangeDialog({ change, version, done, onDone, onNext, fieldNames, show, asShown, children, ...frame }: Props) {
  const { open, onOpenChange } = frame
  const router = useRouter()
  const toast = useToast()
  const { begin, run, state } = useAction((_: undefined, idempotencyKey) => callChange(change, version, idempotencyKey))
  const isDone = useRef(false)
  useEffect(() => {
    if (!open) return
    isDone.current = false
    begin()
  }, [open, begin])

  const close = () => {
    onOpenChange(false)
    router.refresh()
  }
  const confirm = async () => {
    if (!(await run(undefined))) return
    isDone.current = true
    onDone?.()
    toast('ok', done.title, done.detail)
    close()
  }
  if (state.is === 'conflict') {
    return (
      <ConflictDialog
        open={open}
        onOpenChange={(next) => !next && close()}
        changed={asShown?.(state.changed, state.problem) ?? state.changed}
        fieldNames={fieldNames}
        show={show}
        onAgain={close}
      />
    )
  }
  return (
    <ConfirmDialog
      {...frame}
      // After a refusal too: why it was refused stands on the page.
      onOpenChange={(next) => (next || state.is === 'idle' ? onOpenChange(next) : close())}
      focusAfter={() => (isDone.current ? document.querySelector('h1') : null)}
      state={state}
      onConfirm={onNext ?? (() => void confirm())}
    >
      {children}
    </ConfirmDialog>
  )
}

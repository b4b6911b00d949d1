'use client'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect } from 'react'
import { FIELD_NAMES } from '@/app/payout-words'
import { showField } from '@/app/show-field'
import { api } from '@/components/api'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { ConflictDialog } from '@/components/conflict-dialog'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'
import type { RunDetail } from '@/payroll/queries/run'
import { asSeen } from './as-seen'

type Props = {
  /** The run as the page shows it. */
  run: RunDetail
  open: boolean
  onOpenChange: (open: boolean) => void
  /** "approvals": the noun below the run that is posted to. */
  noun: string
  body?: unknown
  /** The version that was looked at; the page's unless the dialog has read a newer one. */
  version?: number
  title: string
  description?: ReactNode
  confirmLabel: string
  tone?: 'primary' | 'danger'
  why?: string
  /** Said when it is done. */
  done: { title: string; detail: string }
  onDone?: () => void
  /** The dialog has another step: confirming goes there instead. */
  onNext?: () => void
  wide?: boolean
  children?: ReactNode
}

/** One change of a run: asks, waits for the server's answer, and says what came of it. Its key is made when it opens. */
export function RunDialog({ run, noun, body, version = run.version, done, onDone, onNext, children, ...frame }: Props) {
  const { open, onOpenChange } = frame
  const router = useRouter()
  const toast = useToast()
  const action = useAction((_: undefined, idempotencyKey) =>
    api(`/api/payroll-runs/${run.id}/${noun}`, { method: 'POST', idempotencyKey, ifMatch: version, body: body ?? {} }),
  )
  const { begin, state } = action
  useEffect(() => {
    if (open) begin()
  }, [open, begin])

  const confirm = async () => {
    const answer = await action.run(undefined)
    if (!answer) return
    onOpenChange(false)
    onDone?.()
    toast('ok', done.title, done.detail)
    router.refresh()
  }
  const lookAgain = () => {
    onOpenChange(false)
    router.refresh()
  }
  if (state.is === 'conflict') {
    return (
      <ConflictDialog
        open={open}
        onOpenChange={(next) => !next && lookAgain()}
        changed={asSeen(state.changed, run, state.problem.body.current)}
        fieldNames={FIELD_NAMES}
        show={showField}
        onAgain={lookAgain}
      />
    )
  }
  return (
    <ConfirmDialog {...frame} state={state} onConfirm={onNext ?? (() => void confirm())}>
      {children}
    </ConfirmDialog>
  )
}

'use client'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect } from 'react'
import { api } from '@/components/api'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { ConflictDialog } from '@/components/conflict-dialog'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'
import { FINDING_FIELDS, sentence } from '../finding-words'

type Props = {
  finding: { id: string; version: number }
  open: boolean
  onOpenChange: (open: boolean) => void
  /** "proposals": the noun below the finding that is posted to. */
  noun: string
  body?: unknown
  title: string
  description?: ReactNode
  confirmLabel: string
  why?: string
  done: string
  onDone?: () => void
  wide?: boolean
  children?: ReactNode
}

/** One act on a finding: asks, waits for the server's answer, and says what came of it. Somebody who was quicker is shown, not overwritten. */
export function FindingDialog({ finding, noun, body, done, onDone, children, ...frame }: Props) {
  const { open, onOpenChange } = frame
  const router = useRouter()
  const toast = useToast()
  const { begin, run, state } = useAction((_: undefined, idempotencyKey) =>
    api(`/api/findings/${finding.id}/${noun}`, { method: 'POST', idempotencyKey, ifMatch: finding.version, body: body ?? {} }),
  )
  useEffect(() => {
    if (open) begin()
  }, [open, begin])
  const confirm = async () => {
    if (!(await run(undefined))) return
    onOpenChange(false)
    onDone?.()
    toast('ok', done)
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
        changed={state.changed}
        fieldNames={FINDING_FIELDS}
        show={(_, value) => (typeof value === 'string' ? sentence(value.replaceAll('-', ' ')) : '–')}
        onAgain={lookAgain}
      />
    )
  }
  return (
    <ConfirmDialog {...frame} state={state} onConfirm={() => void confirm()}>
      {children}
    </ConfirmDialog>
  )
}

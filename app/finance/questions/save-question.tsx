'use client'
import { useState } from 'react'
import { type BodyOf, callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { TextField } from '@/components/field'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'
import type { QuestionPage } from '@/payroll/finance-desk/questions'
import { ShareBox } from './share-box'

/** Saves what is chosen on a page, or a text of SQL, under a name. */
export function SaveQuestion({ page, asks }: { page: QuestionPage; asks: string }) {
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const toast = useToast()
  const action = useAction((body: BodyOf<'POST /api/finance/questions'>, idempotencyKey) =>
    callApi('POST /api/finance/questions', { body, idempotencyKey }),
  )
  const confirm = async (): Promise<void> => {
    if (!(await action.run({ name, page, asks, shared }))) return
    setOpen(false)
    setName('')
    toast('ok', 'Saved', `“${name.trim()}” is under Saved.`)
  }
  const begin = (): void => {
    action.begin()
    setOpen(true)
  }
  return (
    <>
      <Button tone="quiet" onClick={begin}>
        Save question…
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Save this question"
        description="It is asked anew whenever you open it; what is saved is the choice, not the figures."
        confirmLabel="Save"
        state={action.state}
        onConfirm={() => void confirm()}
        {...(name.trim() === '' && { why: 'Give it a name first' })}
      >
        <TextField label="Name" value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
        <ShareBox shared={shared} onChange={setShared} />
      </ConfirmDialog>
    </>
  )
}

'use client'
import { useState } from 'react'
import { Button } from '@/components/button'
import type { RunDetail } from '@/payroll/queries/run'
import { ApproveDialog } from './approve-dialog'
import { ReasonDialog } from './reason-dialog'
import { SubmitDialog } from './submit-dialog'

type Dialog = 'submit' | 'approve' | 'send-back' | 'cancel'

/** What this person may do with the run as it is now; what they may not do, though others may, says why. */
export function RunActions({ run, mayPrepare, whyNotApprove }: { run: RunDetail; mayPrepare: boolean; whyNotApprove: string | null }) {
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const draft = run.status === 'draft'
  const submitted = run.status === 'submitted'
  const of = (name: Dialog) => ({
    run,
    open: dialog === name,
    onOpenChange: (open: boolean) => setDialog(open ? name : null),
  })
  return (
    <>
      <Button tone="quiet" onClick={() => window.print()}>
        Print
      </Button>
      {(draft || submitted) && mayPrepare && (
        <Button tone="quiet" onClick={() => setDialog('cancel')}>
          Cancel run…
        </Button>
      )}
      {submitted && whyNotApprove === null && <Button onClick={() => setDialog('send-back')}>Send back…</Button>}
      {submitted && (
        <Button tone="primary" why={whyNotApprove ?? undefined} onClick={() => setDialog('approve')}>
          Approve…
        </Button>
      )}
      {draft && mayPrepare && (
        <Button tone="primary" onClick={() => setDialog('submit')}>
          Submit…
        </Button>
      )}
      <SubmitDialog {...of('submit')} />
      <ApproveDialog {...of('approve')} />
      <ReasonDialog {...of('send-back')} noun="send-backs" />
      <ReasonDialog {...of('cancel')} noun="cancellations" />
    </>
  )
}

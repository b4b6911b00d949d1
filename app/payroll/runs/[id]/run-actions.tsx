'use client'
import { useState } from 'react'
import { Button } from '@/components/button'
import type { RunDetail } from '@/payroll/runs/run'
import { ApproveDialog } from './approve-dialog'
import { PayDateDialog } from './pay-date-dialog'
import { ReasonDialog } from './reason-dialog'
import { SubmitDialog } from './submit-dialog'

type Dialog = 'submit' | 'approve' | 'send-back' | 'cancel' | 'recall' | 'pay-date'

type Props = { run: RunDetail; mayPrepare: boolean; mayRecall: boolean; whyNotApprove: string | null; nextPayDate: string | null }

/** What this person may do with the run as it is now; what they may not do, though others may, says why. */
export function RunActions({ run, mayPrepare, mayRecall, whyNotApprove, nextPayDate }: Props) {
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
      {run.status === 'approved' && mayRecall && (
        <Button tone="primary" onClick={() => setDialog('recall')}>
          Recall…
        </Button>
      )}
      {draft && mayPrepare && <Button onClick={() => setDialog('pay-date')}>Change pay date…</Button>}
      {draft && mayPrepare && (
        <Button tone="primary" onClick={() => setDialog('submit')}>
          Submit…
        </Button>
      )}
      <SubmitDialog {...of('submit')} />
      <ApproveDialog {...of('approve')} />
      <ReasonDialog {...of('send-back')} noun="send-backs" />
      <ReasonDialog {...of('cancel')} noun="cancellations" />
      <ReasonDialog {...of('recall')} noun="recalls" />
      <PayDateDialog {...of('pay-date')} next={nextPayDate} />
    </>
  )
}

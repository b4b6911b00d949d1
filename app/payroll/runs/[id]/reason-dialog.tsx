'use client'
import { useState } from 'react'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import type { RunDetail } from '@/payroll/runs/run'
import { RunDialog } from './run-dialog'

const WORDS = {
  'send-backs': {
    title: 'Send back',
    description: 'It becomes a draft again. The person who prepared it sees your reason.',
    done: 'is sent back',
    detail: 'It is a draft again.',
    tone: 'primary',
  },
  recalls: {
    title: 'Recall',
    description: 'It becomes a draft again and is not paid. Someone has to submit it and someone else approve it again.',
    done: 'is recalled',
    detail: 'It is a draft again. Nothing goes to the bank.',
    tone: 'primary',
  },
  cancellations: {
    title: 'Cancel',
    description: 'None of its payouts will be paid. You cannot undo this, but you can import the file again.',
    done: 'is cancelled',
    detail: 'None of its payouts will be paid.',
    tone: 'danger',
  },
} as const

type Props = { run: RunDetail; noun: keyof typeof WORDS; open: boolean; onOpenChange: (open: boolean) => void }

/** Sends a run back or cancels it, with a reason that stands in its history. What was typed stays until it was done. */
export function ReasonDialog({ run, noun, open, onOpenChange }: Props) {
  const [reason, setReason] = useState('')
  const { title, description, done, detail, tone } = WORDS[noun]
  return (
    <RunDialog
      run={run}
      open={open}
      onOpenChange={onOpenChange}
      change={{ to: `POST /api/payroll-runs/[id]/${noun}`, id: run.id, body: { reason: reason.trim() } }}
      title={`${title} ${run.reference}`}
      description={description}
      confirmLabel={noun === 'cancellations' ? 'Cancel the run' : title}
      tone={tone}
      why={reasonMissing(reason)}
      done={{ title: `${run.reference} ${done}`, detail }}
      onDone={() => setReason('')}
    >
      <ReasonField value={reason} onChange={setReason} hint="Everyone who can see this run can read it." />
    </RunDialog>
  )
}

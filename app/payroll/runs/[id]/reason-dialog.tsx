'use client'
import { useState } from 'react'
import { TextArea } from '@/components/field'
import type { RunDetail } from '@/payroll/queries/run'
import { RunDialog } from './run-dialog'

const REASON_CHARACTERS_MIN = 3
const REASON_CHARACTERS_MAX = 500

const WORDS = {
  'send-backs': {
    title: 'Send back',
    description: 'It becomes a draft again, and whoever prepared it sees your reason.',
    done: 'is sent back',
    detail: 'It is a draft again.',
    tone: 'primary',
  },
  cancellations: {
    title: 'Cancel',
    description: 'None of its payouts will be paid. This cannot be undone; the file can be imported again.',
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
      noun={noun}
      body={{ reason: reason.trim() }}
      title={`${title} ${run.reference}`}
      description={description}
      confirmLabel={noun === 'cancellations' ? 'Cancel the run' : 'Send back'}
      tone={tone}
      why={reason.trim().length < REASON_CHARACTERS_MIN ? 'Give a reason first' : undefined}
      done={{ title: `${run.reference} ${done}`, detail }}
      onDone={() => setReason('')}
    >
      <TextArea
        label="Reason"
        hint="Everybody who sees this run can read it."
        value={reason}
        maxLength={REASON_CHARACTERS_MAX}
        onChange={(event) => setReason(event.target.value)}
      />
    </RunDialog>
  )
}

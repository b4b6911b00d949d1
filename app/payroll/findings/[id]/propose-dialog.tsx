'use client'
import { useState } from 'react'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { ExceptionDialog } from './exception-dialog'

export const READ_BY = 'The person who confirms it, and anyone who reads it later, sees this.'

/** What may be proposed for one finding, and for several at once. */
export const PROPOSALS = {
  'written-off': {
    title: 'Close without a payment',
    description: 'No payment changes. You find it under Resolved, with your reason.',
    label: 'Close',
  },
  'returned-to-bank': {
    title: 'Return to the bank',
    description: 'The bank has to correct this. Say whom you told at the bank. No payment changes.',
    label: 'Return to the bank',
  },
  applied: {
    title: 'Apply this message',
    description: 'This message counts in addition to the earlier one with the same id.',
    label: 'Apply',
  },
  discarded: {
    title: 'Discard this message',
    description: 'Nothing in it counts. You find it under Resolved, with your reason.',
    label: 'Discard',
  },
  refused: {
    title: 'Mark the payments as refused',
    description: 'The payments still waiting for the bank fail with the bank’s code and can be paid again.',
    label: 'Mark as refused',
  },
  dismissed: {
    title: 'Dismiss this report',
    description: 'The duplicate that the bank reports is none of these payments. No payment changes.',
    label: 'Dismiss',
  },
} as const

const TWO_PEOPLE: ReadonlySet<string> = new Set(['applied', 'discarded', 'refused', 'dismissed'])

type Props = {
  finding: { id: string; version: number; amountMinor: string | null }
  resolution: keyof typeof PROPOSALS
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Closes a finding, or returns it to the bank, with a reason. What concerns no money is resolved by it. */
export function ProposeDialog({ finding, resolution, open, onOpenChange }: Props) {
  const [reason, setReason] = useState('')
  const { title, description, label } = PROPOSALS[resolution]
  const two = finding.amountMinor !== null || TWO_PEOPLE.has(resolution)
  return (
    <ExceptionDialog
      finding={finding}
      open={open}
      onOpenChange={onOpenChange}
      change={{ to: 'POST /api/findings/[id]/proposals', id: finding.id, body: { resolution, reason: reason.trim() } }}
      title={title}
      description={two ? `${description} Someone else has to confirm it.` : description}
      confirmLabel={label}
      why={reasonMissing(reason)}
      done={two ? 'Proposed: someone else has to confirm it' : 'Resolved'}
      onDone={() => setReason('')}
    >
      <ReasonField value={reason} onChange={setReason} hint={READ_BY} />
    </ExceptionDialog>
  )
}

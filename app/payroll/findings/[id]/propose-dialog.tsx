'use client'
import { useState } from 'react'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { FindingDialog } from './finding-dialog'

export const READ_BY = 'Whoever confirms it, and whoever reads it later, sees this.'

/** What may be proposed for one finding, and for several at once. */
export const PROPOSALS = {
  'written-off': {
    title: 'Close without a payment',
    description: 'No payment changes. It is kept with your reason under Resolved.',
    label: 'Close',
  },
  'returned-to-bank': {
    title: 'Return it to the bank',
    description: 'The bank has to correct this: say whom you told. No payment changes.',
    label: 'Return to the bank',
  },
  applied: {
    title: 'Apply this message',
    description: 'What it says counts as well as what the earlier message said, as if it had another id.',
    label: 'Apply',
  },
  discarded: {
    title: 'Discard this message',
    description: 'Nothing in it counts. It is kept with your reason under Resolved.',
    label: 'Discard',
  },
  refused: {
    title: 'The payments really were refused',
    description: 'Its payments that wait for the bank fail with the bank’s code, and may be paid again.',
    label: 'Really refused',
  },
  dismissed: {
    title: 'Dismiss this report',
    description: 'The bank reported a duplicate that is none of these payments. It changes no payment.',
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
    <FindingDialog
      finding={finding}
      open={open}
      onOpenChange={onOpenChange}
      noun="proposals"
      body={{ resolution, reason: reason.trim() }}
      title={title}
      description={two ? `${description} Somebody else has to confirm it.` : description}
      confirmLabel={label}
      why={reasonMissing(reason)}
      done={two ? 'Proposed: somebody else has to confirm it' : 'Resolved'}
      onDone={() => setReason('')}
    >
      <ReasonField value={reason} onChange={setReason} hint={READ_BY} />
    </FindingDialog>
  )
}

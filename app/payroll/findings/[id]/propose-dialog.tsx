'use client'
import { useState } from 'react'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { FindingDialog } from './finding-dialog'

export const READ_BY = 'Whoever confirms it, and whoever reads it later, sees this.'

/** What may be proposed for one finding, and for several at once. */
export const PROPOSALS = {
  'written-off': {
    title: 'Write it off',
    description: 'It changes no payment. It is kept with your reason among the resolved ones.',
    label: 'Write off',
  },
  'returned-to-bank': {
    title: 'Return it to the bank',
    description: 'It is the bank’s to put right: say whom you have told. It changes no payment.',
    label: 'Return to the bank',
  },
  applied: {
    title: 'Apply this message',
    description: 'What it says counts beside what the earlier message said, as if it had come under another id.',
    label: 'Apply',
  },
  discarded: {
    title: 'Discard this message',
    description: 'Nothing that it says counts. It is kept with your reason among the resolved ones.',
    label: 'Discard',
  },
} as const

type Props = {
  finding: { id: string; version: number; amountMinor: string | null }
  resolution: keyof typeof PROPOSALS
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Writes a finding off, or returns it to the bank, with a reason. What concerns no money is resolved by it. */
export function ProposeDialog({ finding, resolution, open, onOpenChange }: Props) {
  const [reason, setReason] = useState('')
  const { title, description, label } = PROPOSALS[resolution]
  const two = finding.amountMinor !== null || resolution === 'applied' || resolution === 'discarded'
  return (
    <FindingDialog
      finding={finding}
      open={open}
      onOpenChange={onOpenChange}
      noun="proposals"
      body={{ resolution, reason: reason.trim() }}
      title={title}
      description={two ? `${description} Somebody else confirms it.` : description}
      confirmLabel={label}
      why={reasonMissing(reason)}
      done={two ? 'Proposed: somebody else confirms it' : 'Resolved'}
      onDone={() => setReason('')}
    >
      <ReasonField value={reason} onChange={setReason} hint={READ_BY} />
    </FindingDialog>
  )
}

'use client'
import { useState } from 'react'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { FindingDialog } from './finding-dialog'

type Proposed = 'matched' | 'written-off' | 'returned-to-bank'

export const PROPOSALS: Readonly<Record<Proposed, { title: string; description: string; label: string }>> = {
  matched: {
    title: 'Match it',
    description: 'The payment is then settled, or returned, as if the bank had named it.',
    label: 'Propose the match',
  },
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
}

type Props = {
  finding: { id: string; version: number; amountMinor: string | null }
  resolution: Proposed
  matchedTo?: string
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Proposes one resolution with a reason. What concerns no money is resolved by it. */
export function ProposeDialog({ finding, resolution, matchedTo, open, onOpenChange }: Props) {
  const [reason, setReason] = useState('')
  const { title, description, label } = PROPOSALS[resolution]
  const two = finding.amountMinor !== null || resolution === 'matched'
  return (
    <FindingDialog
      finding={finding}
      open={open}
      onOpenChange={onOpenChange}
      noun="proposals"
      body={{ resolution, matchedTo: matchedTo ?? null, reason: reason.trim() }}
      title={matchedTo ? `${title} with ${matchedTo}` : title}
      description={two ? `${description} Somebody else confirms it.` : description}
      confirmLabel={label}
      why={reasonMissing(reason)}
      done={two ? 'Proposed: somebody else confirms it' : 'Resolved'}
      onDone={() => setReason('')}
    >
      <ReasonField value={reason} onChange={setReason} hint="Whoever confirms it, and whoever reads it later, sees this." />
    </FindingDialog>
  )
}

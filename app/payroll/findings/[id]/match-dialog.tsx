'use client'
import { useState } from 'react'
import { Money } from '@/components/money'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { Day } from '@/components/time'
import type { Candidate } from '@/payroll/exceptions/exception-candidates'
import { ExceptionDialog } from './exception-dialog'
import { READ_BY } from './propose-dialog'

type Props = {
  finding: { id: string; version: number; amountMinor: string | null; currency: string | null }
  /** What the entry is said to be: shown beside what the bank says, because the two amounts may differ. */
  candidate: Candidate
  /** The entry brings money back. */
  comesBack: boolean
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Proposes that the entry is this payment, or this batch. */
export function MatchDialog({ finding, candidate, comesBack, open, onOpenChange }: Props) {
  const [reason, setReason] = useState('')
  const what = candidate.what === 'block' ? 'batch' : 'payment'
  return (
    <ExceptionDialog
      finding={finding}
      open={open}
      onOpenChange={onOpenChange}
      change={{
        to: 'POST /api/findings/[id]/proposals',
        id: finding.id,
        body: { resolution: 'matched', matchedTo: candidate.id, reason: reason.trim() },
      }}
      title={`Match with ${candidate.name}`}
      description={`The ${what} becomes ${comesBack ? 'returned' : 'settled'} when someone else confirms it.`}
      confirmLabel="Propose the match"
      why={reasonMissing(reason)}
      done="Proposed: someone else has to confirm it"
      onDone={() => setReason('')}
    >
      <dl className="grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1.5">
        <dt className="text-muted">The bank says</dt>
        <dd>
          {finding.amountMinor !== null && finding.currency !== null ? (
            <Money amountMinor={finding.amountMinor} currency={finding.currency} />
          ) : (
            'no amount'
          )}
        </dd>
        <dt className="text-muted">We sent</dt>
        <dd>
          <Money amountMinor={candidate.amountMinor} currency={candidate.currency} /> for <Day on={candidate.payDate} />
          <span className="mono block text-muted [overflow-wrap:anywhere]">{candidate.id}</span>
        </dd>
      </dl>
      <ReasonField value={reason} onChange={setReason} hint={READ_BY} />
    </ExceptionDialog>
  )
}

'use client'
import { useState } from 'react'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import type { Candidate } from '@/payroll/exceptions/exception-candidates'
import { AppliedChanges, useAppliedEffect } from './applied-effect'
import { ExceptionDialog, type OpenedDialog } from './exception-dialog'
import { MatchCompared, stateAfter } from './match-compared'
import { refusalWords } from './refusal-summary'

const CONFIRM: Readonly<Record<string, string>> = {
  matched: 'Confirm the match',
  'written-off': 'Confirm: close it',
  'returned-to-bank': 'Confirm: return it to the bank',
  applied: 'Confirm: apply the message',
  discarded: 'Confirm: discard the message',
  refused: 'Confirm: the bank refused the payments',
  dismissed: 'Confirm: dismiss the report',
}

/** Confirms what somebody else proposed, with what it would change. `payment`: what a proposed match is with, as it is now. */
export function ConfirmDialog({ payment, ...dialog }: OpenedDialog & { payment: Candidate | null }) {
  const { finding } = dialog
  const applied = useAppliedEffect(finding.id, dialog.open && finding.resolution === 'applied')
  const effect = applied.isFetching ? undefined : applied.data?.effect
  return (
    <ExceptionDialog
      {...dialog}
      change={{ to: 'POST /api/findings/[id]/confirmations', id: finding.id, body: { effect } }}
      why={finding.resolution === 'applied' && effect === undefined ? 'Wait for the list of what it would change' : undefined}
      title={CONFIRM[finding.resolution ?? ''] ?? 'Confirm'}
      description={<Says finding={finding} payment={payment} />}
      confirmLabel="Confirm"
      done="Resolved"
      wide
    >
      {finding.resolution === 'applied' && <AppliedChanges of={applied} />}
      {finding.matchedTo && <MatchCompared finding={finding} payment={payment} />}
    </ExceptionDialog>
  )
}

/** The proposal and what confirming it does. */
function Says({ finding, payment }: Pick<OpenedDialog, 'finding'> & { payment: Candidate | null }) {
  return (
    <>
      {finding.proposedBy?.name ?? 'Someone'} says: “{finding.reason}”.{' '}
      {finding.matchedTo ? (
        <>
          Confirming marks {payment?.what === 'block' ? 'the payments of batch' : 'payment'}{' '}
          <span className="mono [overflow-wrap:anywhere]">{finding.matchedTo}</span> as {stateAfter(finding.entry.kind)}.
        </>
      ) : finding.resolution === 'refused' && finding.refusal ? (
        `Confirming ${refusalWords(finding.refusal)}.`
      ) : finding.resolution === 'applied' ? (
        'Confirming applies the message and changes these payments:'
      ) : (
        'No payment changes.'
      )}
    </>
  )
}

/** Refuses a proposal, or withdraws one's own. */
export function RefuseDialog({ me, ...dialog }: OpenedDialog & { me: string }) {
  const [reason, setReason] = useState('')
  const ownProposal = dialog.finding.proposedBy?.id === me
  return (
    <ExceptionDialog
      {...dialog}
      change={{ to: 'POST /api/findings/[id]/refusals', id: dialog.finding.id, body: { reason: reason.trim() } }}
      title={ownProposal ? 'Withdraw the proposal' : 'Refuse the proposal'}
      description="The exception opens again."
      confirmLabel={ownProposal ? 'Withdraw proposal' : 'Refuse'}
      why={reasonMissing(reason)}
      done="Open again"
      onDone={() => setReason('')}
    >
      <ReasonField value={reason} onChange={setReason} />
    </ExceptionDialog>
  )
}

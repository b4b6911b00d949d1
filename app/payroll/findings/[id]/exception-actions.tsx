'use client'
import { useState } from 'react'
import { Button } from '@/components/button'
import { SelectField } from '@/components/field'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import type { Candidate } from '@/payroll/exceptions/exception-candidates'
import type { ExceptionDetail } from '@/payroll/exceptions/exceptions'
import { AppliedChanges, useAppliedEffect } from './applied-effect'
import { ExceptionDialog } from './exception-dialog'
import { MatchCompared, stateAfter } from './match-compared'
import { PROPOSALS, ProposeDialog } from './propose-dialog'
import { refusalWords } from './refusal-summary'

/** `payment`: what a proposed match is with, as it is now; null when it is no longer in a state to be matched. */
type Props = { finding: ExceptionDetail; payment: Candidate | null; me: string; owners: readonly { id: string; name: string }[] }
type Opened = 'take' | 'hand-over' | keyof typeof PROPOSALS | 'confirm' | 'refuse' | null

const CONFIRM: Readonly<Record<string, string>> = {
  matched: 'Confirm the match',
  'written-off': 'Confirm: close it',
  'returned-to-bank': 'Confirm: return it to the bank',
  applied: 'Confirm: apply the message',
  discarded: 'Confirm: discard the message',
  refused: 'Confirm: the bank refused the payments',
  dismissed: 'Confirm: dismiss the report',
}

function proposalsFor({ entry, refusal }: ExceptionDetail): readonly (keyof typeof PROPOSALS)[] {
  if (entry.kind === 'message') return ['discarded', 'applied']
  return refusal ? ['dismissed', 'refused'] : ['returned-to-bank', 'written-off']
}

/** What this person may do about it now. */
export function ExceptionActions({ finding, payment, me, owners }: Props) {
  const [opened, setOpened] = useState<Opened>(null)
  const [owner, setOwner] = useState('')
  const [reason, setReason] = useState('')
  const { state } = finding
  const proposals = proposalsFor(finding)
  const dialog = (name: Exclude<Opened, null>) => ({
    finding,
    open: opened === name,
    onOpenChange: (open: boolean) => setOpened(open ? name : null),
  })
  const mine = finding.owner?.id === me
  const ownProposal = finding.proposedBy?.id === me
  const others = owners.filter(({ id }) => id !== finding.owner?.id && id !== me)
  const applied = useAppliedEffect(finding.id, opened === 'confirm' && finding.resolution === 'applied')
  const effect = applied.isFetching ? undefined : applied.data?.effect
  if (state === 'resolved') return null
  return (
    <>
      <Button onClick={() => setOpened('take')}>{mine ? 'Unassign…' : 'Assign to me…'}</Button>
      {others.length > 0 && <Button onClick={() => setOpened('hand-over')}>Reassign…</Button>}
      {state === 'open' &&
        proposals.map((each) => (
          <Button key={each} onClick={() => setOpened(each)}>
            {PROPOSALS[each].label}…
          </Button>
        ))}
      {state === 'proposed' && (
        <>
          <Button onClick={() => setOpened('refuse')}>{ownProposal ? 'Withdraw proposal…' : 'Refuse…'}</Button>
          {finding.handIn === null && (
            <Button
              tone="primary"
              onClick={() => setOpened('confirm')}
              why={ownProposal ? 'You proposed this, so someone else must confirm it' : undefined}
            >
              Confirm…
            </Button>
          )}
        </>
      )}
      <ExceptionDialog
        {...dialog('take')}
        change={{ to: 'POST /api/findings/[id]/assignments', id: finding.id, body: { owner: mine ? null : me } }}
        title={mine ? 'Unassign this exception' : 'Assign this exception to me'}
        description={
          mine
            ? 'Anyone can then assign it to themselves.'
            : finding.owner
              ? `It is assigned to ${finding.owner.name} now.`
              : 'Others can see that you are working on it.'
        }
        confirmLabel={mine ? 'Unassign' : 'Assign to me'}
        done={mine ? 'Unassigned' : 'Assigned to you'}
      />
      <ExceptionDialog
        {...dialog('hand-over')}
        change={{ to: 'POST /api/findings/[id]/assignments', id: finding.id, body: { owner } }}
        title="Reassign this exception"
        confirmLabel="Reassign"
        why={owner === '' ? 'Choose a person first' : undefined}
        done="Reassigned"
        onDone={() => setOwner('')}
      >
        <SelectField label="To" value={owner} onChange={(event) => setOwner(event.target.value)}>
          <option value="">Choose a person</option>
          {others.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      </ExceptionDialog>
      {proposals.map((each) => (
        <ProposeDialog key={each} {...dialog(each)} resolution={each} />
      ))}
      <ExceptionDialog
        {...dialog('confirm')}
        change={{ to: 'POST /api/findings/[id]/confirmations', id: finding.id, body: { effect } }}
        why={finding.resolution === 'applied' && effect === undefined ? 'Wait for the list of what it would change' : undefined}
        title={CONFIRM[finding.resolution ?? ''] ?? 'Confirm'}
        description={
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
        }
        confirmLabel="Confirm"
        done="Resolved"
        wide
      >
        {finding.resolution === 'applied' && <AppliedChanges of={applied} />}
        {finding.matchedTo && <MatchCompared finding={finding} payment={payment} />}
      </ExceptionDialog>
      <ExceptionDialog
        {...dialog('refuse')}
        change={{ to: 'POST /api/findings/[id]/refusals', id: finding.id, body: { reason: reason.trim() } }}
        title={ownProposal ? 'Withdraw the proposal' : 'Refuse the proposal'}
        description="The exception opens again."
        confirmLabel={ownProposal ? 'Withdraw proposal' : 'Refuse'}
        why={reasonMissing(reason)}
        done="Open again"
        onDone={() => setReason('')}
      >
        <ReasonField value={reason} onChange={setReason} />
      </ExceptionDialog>
    </>
  )
}

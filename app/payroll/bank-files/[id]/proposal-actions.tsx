'use client'
import { useState } from 'react'
import { Button } from '@/components/button'
import { countWords } from '@/components/money'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import type { ProposalDetail } from '@/payroll/statements/bank-file-proposals'
import { ChangeDialog } from '../../change-dialog'

/** What this person may do about a proposed file: confirm or refuse another's, withdraw one's own. */
export function ProposalActions({ proposal, me }: { proposal: ProposalDetail; me: string }) {
  const [opened, setOpened] = useState<'confirm' | 'end' | null>(null)
  const [reason, setReason] = useState('')
  const own = proposal.proposedBy.id === me
  const payments = proposal.payments === 1 ? '1 payment changes' : `${countWords(proposal.payments)} payments change`
  const dialog = (name: 'confirm' | 'end') => ({
    open: opened === name,
    onOpenChange: (open: boolean) => setOpened(open ? name : null),
    version: proposal.version,
    fieldNames: {},
    show: () => null,
  })
  return (
    <>
      <Button onClick={() => setOpened('end')}>{own ? 'Withdraw…' : 'Refuse…'}</Button>
      <Button
        tone="primary"
        why={own ? 'You proposed this, so someone else must confirm it' : undefined}
        onClick={() => setOpened('confirm')}
      >
        Confirm…
      </Button>
      <ChangeDialog
        {...dialog('confirm')}
        change={{ to: 'POST /api/bank-file-proposals/[id]/confirmations', id: proposal.id, body: { effect: proposal.effect } }}
        title="Apply this file"
        description={`${payments} as listed on this page. The history of each payment names you and ${proposal.proposedBy.name}.`}
        confirmLabel="Confirm and apply"
        done={{ title: 'Applied', detail: `${payments} as listed.` }}
      />
      <ChangeDialog
        {...dialog('end')}
        change={{ to: 'POST /api/bank-file-proposals/[id]/refusals', id: proposal.id, body: { reason: reason.trim() } }}
        title={own ? 'Withdraw the proposal' : 'Refuse the proposal'}
        description="The file changes nothing. Anyone can propose it again."
        confirmLabel={own ? 'Withdraw' : 'Refuse'}
        why={reasonMissing(reason)}
        done={{ title: own ? 'Withdrawn' : 'Refused' }}
        onDone={() => setReason('')}
      >
        <ReasonField value={reason} onChange={setReason} />
      </ChangeDialog>
    </>
  )
}

'use client'
import { useState } from 'react'
import { countWords } from '@/components/money'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import type { BankMessageRow } from '@/payroll/statements/bank-messages'
import { ChangeDialog } from '../../change-dialog'

type Props = {
  message: BankMessageRow
  denial: NonNullable<BankMessageRow['denial']>
  /** It is this person who said no. */
  own: boolean
  opened: string | null
  onOpened: (opened: null) => void
}

/** What a second person does about *the bank does not have this file*. */
export function DenialDialogs({ message, denial, own, opened, onOpened }: Props) {
  const [reason, setReason] = useState('')
  const payouts = message.payments === 1 ? '1 payout is' : `${countWords(message.payments)} payouts are`
  const dialog = (name: 'confirm' | 'end') => ({
    open: opened === name,
    onOpenChange: (open: boolean) => !open && onOpened(null),
    version: denial.version,
    fieldNames: {},
    show: () => null,
  })
  return (
    <>
      <ChangeDialog
        {...dialog('confirm')}
        change={{ to: 'POST /api/bank-messages/[id]/receipts/confirmations', id: message.id }}
        title="Send the file again"
        description={`${denial.by} says: “${denial.reason}” If the bank has the file after all, ${payouts} paid twice. Ask the bank yourself before you confirm.`}
        confirmLabel="Send it again"
        tone="danger"
        done={{ title: 'Confirmed', detail: 'PayLedger sends the file again.' }}
      />
      <ChangeDialog
        {...dialog('end')}
        change={{ to: 'POST /api/bank-messages/[id]/receipts/refusals', id: message.id, body: { reason: reason.trim() } }}
        title={own ? 'Withdraw your “no”' : `Refuse the “no” of ${denial.by}`}
        description="The question opens again."
        confirmLabel={own ? 'Withdraw' : 'Refuse'}
        why={reasonMissing(reason)}
        done={{ title: 'The question is open again' }}
        onDone={() => setReason('')}
      >
        <ReasonField value={reason} onChange={setReason} />
      </ChangeDialog>
    </>
  )
}

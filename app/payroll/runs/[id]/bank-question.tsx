'use client'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { TextArea } from '@/components/field'
import { countWords } from '@/components/money'
import { Note } from '@/components/note'
import { Time } from '@/components/time'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'
import type { BankMessageRow } from '@/payroll/statements/bank-messages'
import { DenialDialogs } from './denial-dialogs'

const REASON_CHARACTERS_MIN = 3

/** *Did the bank get this file?* Asked when nobody can know but the bank: answering wrongly pays twice, or not at all. *No* takes two people. */
export function BankQuestion({ message, mayAnswer, me }: { message: BankMessageRow; mayAnswer: boolean; me: string }) {
  const [opened, setOpened] = useState<Opened>(null)
  const { status, handOverBeganAt: begunAt, denial } = message
  if (status !== 'in-doubt' || begunAt === null) return null
  const own = denial?.byId === me
  return (
    <>
      <Note
        tone="bad"
        title={`Did the bank get ${message.fileName}?`}
        action={
          mayAnswer && (
            <span className="flex flex-wrap gap-2">
              <Button onClick={() => setOpened('yes')}>Yes, it has it…</Button>
              {denial === null ? (
                <Button onClick={() => setOpened('no')}>No, it does not…</Button>
              ) : (
                <>
                  <Button onClick={() => setOpened('end')}>{own ? 'Withdraw “no”…' : 'Refuse “no”…'}</Button>
                  <Button why={own ? 'You answered “no”, so someone else must confirm it' : undefined} onClick={() => setOpened('confirm')}>
                    Confirm “no”…
                  </Button>
                </>
              )}
            </span>
          )
        }
      >
        PayLedger was interrupted while it sent this file at <Time at={begunAt} seconds />. It does not send it again by itself.{' '}
        {denial !== null && (
          <>
            {denial.by}
            {denial.email && ` (${denial.email})`} says no: “{denial.reason}” Someone who did not work on this run has to confirm it.{' '}
          </>
        )}
        {mayAnswer ? 'Ask the bank before you answer.' : 'A coordinator has to ask the bank.'}
      </Note>
      <AnswerDialog message={message} received={opened === 'yes' ? true : opened === 'no' ? false : null} onClose={() => setOpened(null)} />
      {denial !== null && <DenialDialogs message={message} denial={denial} own={own} opened={opened} onOpened={setOpened} />}
    </>
  )
}

type Opened = 'yes' | 'no' | 'confirm' | 'end' | null

function AnswerDialog({ message, received, onClose }: { message: BankMessageRow; received: boolean | null; onClose: () => void }) {
  const router = useRouter()
  const toast = useToast()
  const [reason, setReason] = useState('')
  const open = received !== null
  const one = message.payments === 1
  const payouts = one ? '1 payout' : `${countWords(message.payments)} payouts`
  const action = useAction((_: undefined, idempotencyKey) =>
    callApi('POST /api/bank-messages/[id]/receipts', {
      id: message.id,
      idempotencyKey,
      body: { received: received === true, reason: reason.trim() },
    }),
  )
  const { begin } = action
  useEffect(() => {
    if (open) begin()
  }, [open, begin])
  const confirm = async () => {
    if (!(await action.run(undefined))) return
    onClose()
    setReason('')
    toast('ok', 'Answered', received ? 'Its payouts are now marked as sent.' : 'Someone else has to confirm it.')
    router.refresh()
  }
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={received ? 'The bank has the file' : 'The bank does not have the file'}
      description={
        received
          ? `${payouts} ${one ? 'is' : 'are'} marked as sent, and the file is never sent again.`
          : `When a second person confirms it, PayLedger sends the file again. If the bank has it after all, ${payouts} ${one ? 'is' : 'are'} paid twice.`
      }
      confirmLabel={received ? 'The bank has it' : 'The bank does not have it'}
      tone={received ? 'primary' : 'danger'}
      state={action.state}
      onConfirm={() => void confirm()}
      why={reason.trim().length < REASON_CHARACTERS_MIN ? 'First say how you know' : undefined}
    >
      <TextArea
        label="How do you know?"
        hint="Whom you asked at the bank, and what they said. It stays in the run’s history."
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.target.value)}
      />
    </ConfirmDialog>
  )
}

'use client'
import { useState } from 'react'
import { ChangeDialog } from '@/app/payroll/change-dialog'
import { Button } from '@/components/button'
import { usePreferences } from '@/components/preferences'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { Day } from '@/components/time'
import { dayWords } from '@/components/time-words'
import type { BankMessageRow } from '@/payroll/statements/bank-messages'

type LaterDay = NonNullable<BankMessageRow['laterDay']>
type Opened = 'propose' | 'confirm' | 'end' | null

/** Lets a file that came too late for its day go out for the next one its bank can pay: proposed by one, confirmed by another. */
export function LateFile({ message, me, hadHand }: { message: BankMessageRow; me: string; hadHand: boolean }) {
  const [opened, setOpened] = useState<Opened>(null)
  const { laterDay } = message
  const own = laterDay?.byId === me
  return (
    <>
      <span className="flex flex-wrap gap-2">
        {/* Also beside a proposal: its day may have become too late itself. */}
        <Button onClick={() => setOpened('propose')}>Propose the next possible day…</Button>
        {laterDay !== null && (
          <>
            <Button onClick={() => setOpened('end')}>{own ? 'Withdraw proposal…' : 'Refuse proposal…'}</Button>
            <Button why={whyNot(own, hadHand)} onClick={() => setOpened('confirm')}>
              Confirm proposal…
            </Button>
          </>
        )}
      </span>
      <LaterDayDialogs message={message} own={own} opened={opened} onOpened={setOpened} />
    </>
  )
}

function whyNot(own: boolean, hadHand: boolean): string | undefined {
  if (own) return 'You proposed it, so someone else must confirm it'
  return hadHand ? 'You worked on this run, so someone else must confirm it' : undefined
}

export function LaterDayWords({ laterDay: { by, email, date, reason } }: { laterDay: LaterDay }) {
  return (
    <>
      {' '}
      {by}
      {email && ` (${email})`} proposes to pay it on <Day on={date} />: “{reason}” Someone who did not work on this run has to confirm it.
    </>
  )
}

type DialogsProps = { message: BankMessageRow; own: boolean; opened: Opened; onOpened: (opened: null) => void }

function LaterDayDialogs({ message, own, opened, onOpened }: DialogsProps) {
  const [reason, setReason] = useState('')
  const { dateStyle } = usePreferences()
  const { id, fileName, laterDay } = message
  const day = laterDay && dayWords(laterDay.date, dateStyle)
  const dialog = (name: Opened) => ({
    open: opened === name,
    onOpenChange: (open: boolean) => !open && onOpened(null),
    version: laterDay?.version ?? 0,
    fieldNames: {},
    show: String,
  })
  const body = { reason: reason.trim() }
  const withReason = { why: reasonMissing(reason), onDone: () => setReason('') }
  const later = `The people in this file get their money after the pay date.${message.sha256 === null ? '' : ' The file is already made and keeps its date. The bank pays it on the next day, or refuses it.'}`
  return (
    <>
      <ChangeDialog
        {...dialog('propose')}
        {...withReason}
        change={{ to: 'POST /api/bank-messages/[id]/execution-dates', id, body }}
        title={`Pay ${fileName} on the next possible day`}
        description={`${later} Someone who did not work on this run has to confirm it.`}
        confirmLabel="Propose the next possible day"
        done={{ title: 'Proposed', detail: 'Someone else has to confirm it.' }}
      >
        <ReasonField value={reason} onChange={setReason} hint="It stays in the run’s history." />
      </ChangeDialog>
      {laterDay !== null && (
        <>
          <ChangeDialog
            {...dialog('confirm')}
            change={{ to: 'POST /api/bank-messages/[id]/execution-dates/confirmations', id }}
            title={`Pay ${fileName} on ${day}`}
            description={`${laterDay.by} says: “${laterDay.reason}” ${later}`}
            confirmLabel={`Pay on ${day}`}
            done={{ title: `${fileName} goes to the bank`, detail: `For ${day}.` }}
          />
          <ChangeDialog
            {...dialog('end')}
            {...withReason}
            change={{ to: 'POST /api/bank-messages/[id]/execution-dates/refusals', id, body }}
            title={own ? 'Withdraw your proposal' : `Refuse the proposal of ${laterDay.by}`}
            description="The file is not sent."
            confirmLabel={own ? 'Withdraw' : 'Refuse'}
            done={{ title: own ? 'Withdrawn' : 'Refused', detail: 'The file is not sent.' }}
          >
            <ReasonField value={reason} onChange={setReason} />
          </ChangeDialog>
        </>
      )}
    </>
  )
}

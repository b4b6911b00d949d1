'use client'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Note } from '@/components/note'
import { Time } from '@/components/time'
import type { PayoutOutcome } from '@/payroll/runs/payout-outcome'
import { OUTCOME_WORDS } from '../../outcome-words'
import { ConfirmOutcome, ProposeOutcome } from './outcome-dialogs'

type Props = { payoutId: string; version: number; outcome: PayoutOutcome | null; may: boolean; viewerId: string }

/** What becomes of a payment that failed or came back: nothing yet, proposed, or confirmed by a second person. */
export function OutcomeNote({ payoutId, version, outcome, may, viewerId }: Props) {
  const [dialog, setDialog] = useState<'propose' | 'confirm' | null>(null)
  const of = (name: typeof dialog) => ({ payoutId, open: dialog === name, onOpenChange: (open: boolean) => setDialog(open ? name : null) })
  const confirmed = outcome !== null && outcome.confirmedByName !== null
  const own = outcome?.proposedBy === viewerId
  return (
    <>
      <Note
        tone={confirmed ? 'info' : 'warn'}
        title={
          outcome === null
            ? 'This payment has no outcome yet.'
            : `${OUTCOME_WORDS[outcome.outcome]}${confirmed ? '.' : ', once someone else confirms it.'}`
        }
        action={
          may && (
            <span className="flex flex-wrap gap-2">
              {outcome !== null && !confirmed && (
                <Button
                  tone="primary"
                  why={own ? 'You proposed it, so someone else must confirm it' : undefined}
                  onClick={() => setDialog('confirm')}
                >
                  Confirm…
                </Button>
              )}
              <Button onClick={() => setDialog('propose')}>{outcome === null ? 'Propose an outcome…' : 'Propose another outcome…'}</Button>
            </span>
          )
        }
      >
        {outcome === null ? (
          'One person proposes an outcome and another confirms it. Until then the payment needs attention.'
        ) : (
          <Said outcome={outcome} />
        )}
      </Note>
      <ProposeOutcome {...of('propose')} version={version} />
      {outcome !== null && <ConfirmOutcome {...of('confirm')} outcome={outcome} />}
    </>
  )
}

function Said({
  outcome: { proposedByName, proposedAt, reason, confirmedByName, confirmedAt, confirmReason },
}: {
  outcome: PayoutOutcome
}) {
  return (
    <>
      <span className="block">
        {proposedByName} proposed it at <Time at={proposedAt} />: “{reason}”
      </span>
      {confirmedAt !== null && (
        <span className="block">
          {confirmedByName} confirmed it at <Time at={confirmedAt} />: “{confirmReason}”
        </span>
      )}
    </>
  )
}

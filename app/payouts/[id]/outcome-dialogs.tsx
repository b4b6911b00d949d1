'use client'
import { useState } from 'react'
import { ChangeDialog } from '@/app/payroll/change-dialog'
import { SelectField } from '@/components/field'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import type { Outcome } from '@/payroll/runs/decide-outcome'
import type { PayoutOutcome } from '@/payroll/runs/payout-outcome'
import { OUTCOME_WORDS, OUTCOMES } from '../../outcome-words'
import { FIELD_NAMES } from '../../payout-words'
import { showField } from '../../show-field'

type Frame = { payoutId: string; open: boolean; onOpenChange: (open: boolean) => void }

/** `version` is the payout's: the failure that was looked at. */
export function ProposeOutcome({ payoutId, version, ...frame }: Frame & { version: number }) {
  const [outcome, setOutcome] = useState<Outcome | ''>('')
  const [reason, setReason] = useState('')
  return (
    <ChangeDialog
      {...frame}
      // Confirming waits until one is chosen: see `why`.
      change={{ to: 'POST /api/payouts/[id]/outcomes', id: payoutId, body: { outcome: outcome as Outcome, reason: reason.trim() } }}
      version={version}
      title="Propose an outcome"
      description="This does not pay anyone. Someone else has to confirm it."
      confirmLabel="Propose"
      why={outcome === '' ? 'Choose an outcome' : reasonMissing(reason)}
      done={{ title: 'Proposed', detail: 'Someone else has to confirm it.' }}
      onDone={() => setReason('')}
      fieldNames={FIELD_NAMES}
      show={showField}
    >
      <SelectField label="Outcome" value={outcome} onChange={(event) => setOutcome(event.target.value as Outcome | '')}>
        <option value="">Choose an outcome</option>
        {OUTCOMES.map((each) => (
          <option key={each} value={each}>
            {OUTCOME_WORDS[each]}
          </option>
        ))}
      </SelectField>
      <ReasonField value={reason} onChange={setReason} hint="Everyone who can see this payment can read it." />
    </ChangeDialog>
  )
}

export function ConfirmOutcome({ payoutId, outcome, ...frame }: Frame & { outcome: PayoutOutcome }) {
  const [reason, setReason] = useState('')
  return (
    <ChangeDialog
      {...frame}
      change={{ to: 'POST /api/payouts/[id]/outcome-confirmations', id: payoutId, body: { reason: reason.trim() } }}
      version={outcome.version}
      title={`Confirm: ${OUTCOME_WORDS[outcome.outcome].toLowerCase()}`}
      description={`${outcome.proposedByName} proposed it: “${outcome.reason}” Confirming it does not pay anyone.`}
      confirmLabel="Confirm"
      why={reasonMissing(reason)}
      done={{ title: 'Confirmed', detail: 'The payment no longer needs attention.' }}
      onDone={() => setReason('')}
      fieldNames={FIELD_NAMES}
      show={showField}
    >
      <ReasonField value={reason} onChange={setReason} hint="How you know. It stays in the history." />
    </ChangeDialog>
  )
}

'use client'
import { type ReactNode, useState } from 'react'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { type Acceptance, isRepeated, type Repetition, type SeenRepetition } from '@/payroll/runs/repetition'
import { RepetitionNote, seenOf } from './repetition-note'

type Accepting = {
  /** What is said, and the field for the reason where one is asked for; null when there is nothing to say. */
  ask: ReactNode
  /** To be sent along; undefined when nobody is paid again. */
  acceptance: (Acceptance & { seen: SeenRepetition }) | undefined
  /** Why it cannot be confirmed yet. */
  why: string | undefined
}

/** Asks why people are paid again, wherever they would be. @param given what the same was explained with before. */
export function useAcceptance(repetition: Repetition | null, given = ''): Accepting {
  const [reason, setReason] = useState(given)
  if (!repetition) return { ask: null, acceptance: undefined, why: undefined }
  if (!isRepeated(repetition)) return { ask: <RepetitionNote repetition={repetition} />, acceptance: undefined, why: undefined }
  const missing = reasonMissing(reason) && 'First say why you pay them again'
  return {
    ask: (
      <div className="grid gap-2">
        <RepetitionNote repetition={repetition} />
        <ReasonField
          label="Why are they paid again?"
          value={reason}
          onChange={setReason}
          hint="Your name and this reason stay with the run. The person who approves it reads them."
        />
      </div>
    ),
    acceptance: { reason: reason.trim(), seen: seenOf(repetition) },
    why: missing,
  }
}

/** What becomes of a payment that failed or came back: one person proposes, another confirms. */
import type { PayoutStatus } from '@/events/payout-v1'
import type { Rejection } from '../transaction/rejections'

export type Outcome = 'pay-again' | 'paid-otherwise' | 'not-owed'

/** `isCurrent`: it is about the version the payout has now. Another one says nothing any more. */
export type OutcomeHead = { version: number; proposedBy: string; confirmedBy: string | null; isCurrent: boolean }

const STOPPED: readonly PayoutStatus[] = ['failed', 'returned']

/** Why nothing can be proposed; null when it can. A proposal replaces what was proposed or confirmed before, and needs its own second person. */
export function refuseProposal(status: PayoutStatus): Rejection | null {
  return STOPPED.includes(status) ? null : { code: 'wrong-state', what: 'payout', status, wanted: 'failed or returned' }
}

/** Why this person may not confirm it; null when they may. */
export function refuseConfirmation(status: PayoutStatus, outcome: OutcomeHead | null, by: string): Rejection | null {
  const refused = refuseProposal(status)
  if (refused) return refused
  if (!outcome?.isCurrent) return { code: 'wrong-state', what: 'outcome', status: 'not proposed', wanted: 'proposed' }
  if (outcome.confirmedBy !== null) return { code: 'wrong-state', what: 'outcome', status: 'confirmed', wanted: 'proposed' }
  return outcome.proposedBy === by ? { code: 'four-eyes', because: 'proposed' } : null
}

/** What was said of a payment that failed or came back, and which have nothing said of them. */
import { type Ledger, Prisma } from '@/prisma/connect'
import type { Outcome } from '../rules/decide-outcome'
import { type Viewer, visible } from './viewer'

export type { Outcome }

export type PayoutOutcome = {
  outcome: Outcome
  version: number
  reason: string
  proposedBy: string
  proposedByName: string
  proposedAt: string
  confirmedByName: string | null
  confirmedAt: string | null
  confirmReason: string | null
}

/** The outcome of the payout as it is now; null when nobody has proposed one, or this person may not see it. */
export async function readOutcome(ledger: Ledger, viewer: Viewer, payoutId: string): Promise<PayoutOutcome | null> {
  const [row] = await ledger.$queryRaw<PayoutOutcome[]>`
    SELECT o.outcome, o.version, o.reason, o.proposed_by AS "proposedBy", coalesce(a.name, o.proposed_by) AS "proposedByName",
      iso_utc(o.proposed_at) AS "proposedAt", coalesce(b.name, o.confirmed_by) AS "confirmedByName", iso_utc(o.confirmed_at) AS "confirmedAt",
      o.confirm_reason AS "confirmReason"
    FROM payout_outcome o JOIN payout p ON p.id = o.payout_id AND p.version = o.payout_version JOIN payroll_run r ON r.id = p.run_id
    LEFT JOIN app_user a ON a.id = o.proposed_by LEFT JOIN app_user b ON b.id = o.confirmed_by
    WHERE p.id = ${payoutId}::uuid AND ${visible(viewer, Prisma.sql`r.company_id`)}`
  return row ?? null
}

/**
 * Payouts of the run `r` that failed or came back and have no confirmed outcome: what a person still has to see to. Found from the bank's answers,
 * which have an index: from the payouts themselves it was a look at each one of every run.
 */
export const OPEN_PAYOUTS = Prisma.sql`bank_message m JOIN settlement_instruction i ON i.bank_message_id = m.id AND i.status IN ('failed', 'returned')
  JOIN payout p ON p.id = i.payout_id AND p.attempt = i.attempt AND p.status IN ('failed', 'returned')
  WHERE m.run_id = r.id AND m.direction = 'out' AND NOT EXISTS (
    SELECT FROM payout_outcome o WHERE o.payout_id = p.id AND o.payout_version = p.version AND o.confirmed_by IS NOT NULL)`

/** What was said of a payment that failed or came back, and which have nothing said of them. */
import { type Ledger, Prisma } from '@/prisma/connect'
import { type Viewer, visible } from '../transaction/viewer'
import type { Outcome } from './decide-outcome'

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

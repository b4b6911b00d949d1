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
    SELECT outcome.outcome, outcome.version, outcome.reason, outcome.proposed_by AS "proposedBy",
      coalesce(proposer.name, outcome.proposed_by) AS "proposedByName",
      iso_utc(outcome.proposed_at) AS "proposedAt", coalesce(confirmer.name, outcome.confirmed_by) AS "confirmedByName",
      iso_utc(outcome.confirmed_at) AS "confirmedAt",
      outcome.confirm_reason AS "confirmReason"
    FROM payout_outcome outcome JOIN payout ON payout.id = outcome.payout_id AND payout.version = outcome.payout_version
      JOIN payroll_run run ON run.id = payout.run_id
    LEFT JOIN app_user proposer ON proposer.id = outcome.proposed_by LEFT JOIN app_user confirmer ON confirmer.id = outcome.confirmed_by
    WHERE payout.id = ${payoutId}::uuid AND ${visible(viewer, Prisma.sql`run.company_id`)}`
  return row ?? null
}

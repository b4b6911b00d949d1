/** Why payouts of a run were refused or came back: each reason once, with how many it stopped. */
import { type Ledger, Prisma } from '@/prisma/connect'
import { type Viewer, visible } from '../transaction/viewer'

/** `text` is the bank's own, where it gave the same one to all of them. */
export type Refusal = { code: string | null; text: string | null; payouts: number }

const REASONS_MAX = 20

/** The most frequent first. */
export function listRefusals(ledger: Ledger, viewer: Viewer, runId: string): Promise<Refusal[]> {
  return ledger.$queryRaw<Refusal[]>`
    SELECT instruction.reason_code AS code, CASE WHEN count(DISTINCT instruction.reason_text) = 1 AND count(instruction.reason_text) = count(*)
      THEN min(instruction.reason_text) END AS text, count(*)::int AS payouts
    FROM payout JOIN payroll_run run ON run.id = payout.run_id JOIN settlement_instruction instruction ON instruction.payout_id = payout.id
      AND instruction.attempt = payout.attempt
    WHERE payout.run_id = ${runId}::uuid AND payout.status IN ('failed', 'returned') AND ${visible(viewer, Prisma.sql`run.company_id`)}
    GROUP BY instruction.reason_code ORDER BY count(*) DESC, instruction.reason_code LIMIT ${REASONS_MAX}`
}

/** Why payouts of a run were refused or came back: each reason once, with how many it stopped. */
import { type Ledger, Prisma } from '@/prisma/connect'
import { type Viewer, visible } from '../transaction/viewer'

/** `text` is the bank's own, where it gave the same one to all of them. */
export type Refusal = { code: string | null; text: string | null; payouts: number }

const REASONS_MAX = 20

/** The most frequent first. */
export function listRefusals(ledger: Ledger, viewer: Viewer, runId: string): Promise<Refusal[]> {
  return ledger.$queryRaw<Refusal[]>`
    SELECT i.reason_code AS code, CASE WHEN count(DISTINCT i.reason_text) = 1 AND count(i.reason_text) = count(*) THEN min(i.reason_text) END AS text, count(*)::int AS payouts
    FROM payout p JOIN payroll_run r ON r.id = p.run_id JOIN settlement_instruction i ON i.payout_id = p.id AND i.attempt = p.attempt
    WHERE p.run_id = ${runId}::uuid AND p.status IN ('failed', 'returned') AND ${visible(viewer, Prisma.sql`r.company_id`)}
    GROUP BY i.reason_code ORDER BY count(*) DESC, i.reason_code LIMIT ${REASONS_MAX}`
}

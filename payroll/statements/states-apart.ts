/** Payments whose state is not what the bank's evidence makes of it: for whoever holds the ledger against itself. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { BOOKED_BY_NAME, BOOKED_IN_BATCH, INSTRUCTION, REJECTED, RETURNED } from './match-sql'

export type StateApart = { payoutId: string; state: string; evidence: string }

const LIMIT_MS = 15 * 60_000

/**
 * The newest attempts that stand as settled, failed or returned without the evidence for it, or have evidence and do not; at most `max`.
 * What was answered before the first evidence was kept has none and is left out. @throws when Postgres does not answer.
 */
export function statesApart(ledger: Ledger, max: number): Promise<StateApart[]> {
  const work = async (tx: Transaction): Promise<StateApart[]> => {
    await tx.$executeRaw`SET TRANSACTION READ ONLY`
    return tx.$queryRaw<StateApart[]>`
      WITH first AS (SELECT min(message.created_at) AS kept_since FROM bank_message message
        WHERE EXISTS (SELECT FROM bank_claim claim WHERE claim.bank_message_id = message.id)),
      judged AS (
        SELECT instruction.payout_id, instruction.status, instruction.answered_at,
          CASE WHEN (booking.key IS NOT NULL OR batch.key IS NOT NULL) AND returned.key IS NOT NULL THEN 'returned'
            WHEN booking.key IS NOT NULL THEN 'settled' WHEN rejection.key IS NOT NULL THEN 'failed' WHEN batch.key IS NOT NULL THEN 'settled'
            ELSE 'sent' END AS becomes
        FROM ${INSTRUCTION} ${BOOKED_BY_NAME} ${BOOKED_IN_BATCH} ${REJECTED} ${RETURNED}
        WHERE instruction.status <> 'prepared' AND instruction.attempt = payout.attempt)
      SELECT judged.payout_id AS "payoutId", judged.status AS state, judged.becomes AS evidence FROM judged, first
      WHERE judged.status <> judged.becomes AND (judged.becomes <> 'sent' OR judged.answered_at >= first.kept_since)
      LIMIT ${max}`
  }
  return ledger.$transaction(work, { isolationLevel: 'RepeatableRead', timeout: LIMIT_MS, maxWait: 10_000 })
}

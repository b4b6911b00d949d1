/** Looks again at the batches whose blocks are spoken of: which of them agree now with what was sent. */
import type { Transaction } from '@/prisma/connect'
import { batchAgrees } from '../../rules/batch-agrees'
import { REJECTS, sameAccount } from './evidence'

type Row = { key: string; payments: number; sum: bigint; booked: number; bookedSum: bigint; rejected: string[] | null }

/** Marks the batches that agree in block id, count, sum, currency and debtor account. */
export async function agreeBatches(tx: Transaction, endToEndIds: readonly string[]): Promise<void> {
  const rows = await tx.$queryRaw<Row[]>`
    WITH waiting AS MATERIALIZED (
      SELECT c.key, c.about, c.payments, c.amount_minor, c.currency, c.account FROM bank_claim c
      WHERE c.kind = 'batch' AND NOT c.agrees AND c.payments IS NOT NULL AND c.amount_minor IS NOT NULL
        AND c.about IN (SELECT block_id FROM settlement_instruction WHERE end_to_end_id = ANY(${endToEndIds}::text[]))
    ), sent AS (
      SELECT i.block_id, min(p.currency) AS currency, min(d.account) AS account, count(*)::int AS payments, sum(p.amount_minor)::bigint AS sum,
        array_agg(p.amount_minor::text) FILTER (WHERE
          EXISTS (SELECT FROM bank_claim c WHERE c.kind = 'rejection' AND c.about = i.end_to_end_id AND c.message_id = m.message_id AND ${REJECTS})
          OR EXISTS (SELECT FROM bank_claim r WHERE r.kind = 'rejection' AND r.end_to_end_id IS NULL AND r.message_id = m.message_id
                     AND (r.block_id IS NULL OR r.block_id = i.block_id))) AS rejected
      FROM settlement_instruction i JOIN payout p ON p.id = i.payout_id JOIN bank_message m ON m.id = i.bank_message_id
      JOIN debtor_account d ON d.id = m.debtor_account_id
      WHERE i.block_id IN (SELECT about FROM waiting) GROUP BY i.block_id)
    SELECT w.key, s.payments, s.sum, w.payments AS booked, w.amount_minor AS "bookedSum", s.rejected
    FROM waiting w JOIN sent s ON s.block_id = w.about AND s.currency = w.currency AND ${sameAccount('w.account', 's.account')}`
  const agreeing = rows.filter(({ payments, sum, booked, bookedSum, rejected }) =>
    batchAgrees({ payments, sumMinor: sum, rejectedMinor: (rejected ?? []).map(BigInt) }, { payments: booked, sumMinor: bookedSum }),
  )
  await tx.$executeRaw`UPDATE bank_claim SET agrees = true WHERE key = ANY(${agreeing.map((row) => row.key)}::text[])`
}

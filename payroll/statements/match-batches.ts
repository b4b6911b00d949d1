/** Looks again at the batches whose blocks are spoken of: which of them agree now with what was sent. */
import { setImmediate as turn } from 'node:timers/promises'
import type { Transaction } from '@/prisma/connect'
import { type BatchAgreement, batchAgreement } from './batch-agrees'
import { INSTRUCTION, REJECTED, sameAccount } from './match-sql'

type Batch = { key: string; blockId: string; payments: number; amountMinor: bigint }
type Block = { payments: number; sumMinor: bigint; amounts: string[] | null; messages: string[] | null }

/** Marks the batches that agree in block id, count, sum, currency and debtor account, and those of which nobody can tell. */
export async function matchBatches(tx: Transaction, endToEndIds: readonly string[]): Promise<void> {
  // The sum of a batch in another currency than its entry has a problem of its own, and proves nothing.
  const waiting = await tx.$queryRaw<Batch[]>`
    SELECT c.key, c.about AS "blockId", c.payments, c.amount_minor AS "amountMinor" FROM bank_claim c
    WHERE c.kind = 'batch' AND NOT c.agrees AND c.payments IS NOT NULL AND c.amount_minor IS NOT NULL AND c.problem IS NULL
      AND c.about IN (SELECT block_id FROM settlement_instruction WHERE end_to_end_id = ANY(${endToEndIds}::text[]))
      AND EXISTS (SELECT FROM ${INSTRUCTION} WHERE i.block_id = c.about AND p.currency = c.currency AND ${sameAccount('c.account', 'd.account')})`
  for (const [blockId, batches] of Map.groupBy(waiting, (batch) => batch.blockId)) {
    const block = await readBlock(tx, blockId)
    const answers: Record<BatchAgreement, string[]> = { agrees: [], differs: [], 'cannot-tell': [] }
    for (const { key, payments, amountMinor } of batches) {
      answers[batchAgreement(block, { payments, sumMinor: amountMinor })].push(key)
      await turn()
    }
    await tx.$executeRaw`
      UPDATE bank_claim SET agrees = key = ANY(${answers.agrees}::text[]), undecided = key = ANY(${answers['cannot-tell']}::text[])
      WHERE key = ANY(${batches.map(({ key }) => key)}::text[])`
  }
}

async function readBlock(tx: Transaction, blockId: string): Promise<Parameters<typeof batchAgreement>[0]> {
  const [block] = await tx.$queryRaw<Block[]>`
    SELECT count(*)::int AS payments, sum(p.amount_minor)::bigint AS "sumMinor",
      array_agg(p.amount_minor::text ORDER BY i.end_to_end_id) FILTER (WHERE r.key IS NOT NULL) AS amounts,
      array_agg(r.told_in::text ORDER BY i.end_to_end_id) FILTER (WHERE r.key IS NOT NULL) AS messages
    FROM ${INSTRUCTION} ${REJECTED} WHERE i.block_id = ${blockId}`
  const { payments, sumMinor, amounts, messages } = block as Block
  return {
    payments,
    sumMinor,
    rejected: (amounts ?? []).map((amount, n) => ({ amountMinor: BigInt(amount), message: messages?.[n] ?? '' })),
  }
}

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
    SELECT claim.key, claim.about AS "blockId", claim.payments, claim.amount_minor AS "amountMinor" FROM bank_claim claim
    WHERE claim.kind = 'batch' AND NOT claim.agrees AND claim.payments IS NOT NULL AND claim.amount_minor IS NOT NULL AND claim.problem IS NULL
      AND claim.about IN (SELECT block_id FROM settlement_instruction WHERE end_to_end_id = ANY(${endToEndIds}::text[]))
      AND EXISTS (SELECT FROM ${INSTRUCTION} WHERE instruction.block_id = claim.about AND payout.currency = claim.currency
        AND ${sameAccount('claim.account', 'debtor.account')})`
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
    SELECT count(*)::int AS payments, sum(payout.amount_minor)::bigint AS "sumMinor",
      array_agg(payout.amount_minor::text ORDER BY instruction.end_to_end_id) FILTER (WHERE rejection.key IS NOT NULL) AS amounts,
      array_agg(rejection.told_in::text ORDER BY instruction.end_to_end_id) FILTER (WHERE rejection.key IS NOT NULL) AS messages
    FROM ${INSTRUCTION} ${REJECTED} WHERE instruction.block_id = ${blockId}`
  const { payments, sumMinor, amounts, messages } = block as Block
  return {
    payments,
    sumMinor,
    rejected: (amounts ?? []).map((amount, n) => ({ amountMinor: BigInt(amount), message: messages?.[n] ?? '' })),
  }
}

/** Which payments a proposed resolution of a finding moves, and whether this person had a hand in their runs. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { conflictsInRuns } from '../runs/hands'
import { IS_DUPLICATE } from '../statements/match-sql'

/** What keeps a person from confirming it: what they did to which run. */
export type ExceptionConflict = NonNullable<Awaited<ReturnType<typeof conflictsInRuns>>>

/** Each `instruction` that the `finding` with its `claim` moves: of a match the payment or the batch, of a refusal all that stand below it. */
const MOVED = Prisma.sql`bank_finding finding JOIN bank_claim claim ON claim.key = finding.claim_key CROSS JOIN LATERAL (
    SELECT sent.payout_id, sent.attempt FROM settlement_instruction sent WHERE finding.resolution = 'matched' AND sent.end_to_end_id = finding.matched_to
    UNION SELECT sent.payout_id, sent.attempt FROM settlement_instruction sent WHERE finding.resolution = 'matched' AND sent.block_id = finding.matched_to
    UNION SELECT sent.payout_id, sent.attempt FROM bank_message message JOIN settlement_instruction sent ON sent.bank_message_id = message.id
      WHERE claim.kind = 'rejection' AND message.message_id = claim.message_id AND message.direction = 'out' AND CASE WHEN claim.end_to_end_id IS NOT NULL
        THEN sent.end_to_end_id = claim.end_to_end_id
        ELSE claim.block_id IS NULL OR sent.block_id = claim.block_id END) AS moved
  JOIN settlement_instruction instruction ON instruction.payout_id = moved.payout_id AND instruction.attempt = moved.attempt
  JOIN payout ON payout.id = instruction.payout_id AND payout.attempt = instruction.attempt`

/** Null for who may confirm it, and for what moves no payment. */
export async function conflictInException(
  ledger: Ledger | Transaction,
  findingId: string,
  userId: string,
): Promise<ExceptionConflict | null> {
  const runs = await ledger.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT payout.run_id AS id FROM ${MOVED} WHERE finding.id = ${findingId}::uuid AND finding.resolution IN ('matched', 'refused')`
  return conflictsInRuns(
    ledger,
    runs.map(({ id }) => id),
    userId,
  )
}

/** What a rejection as a duplicate would do if it were upheld. Amounts in minor units. */
export type Refusal = { code: string; fails: number; booked: number; sums: { currency: string; amountMinor: string }[] }

/** Null where the finding is no such rejection, or it is decided. */
export async function readRefusal(ledger: Ledger | Transaction, findingId: string): Promise<Refusal | null> {
  const [row] = await ledger.$queryRaw<{ code: string }[]>`
    SELECT claim.reason_code AS code FROM bank_finding finding JOIN bank_claim claim ON claim.key = finding.claim_key
    WHERE finding.id = ${findingId}::uuid AND finding.state <> 'resolved' AND claim.kind = 'rejection' AND ${IS_DUPLICATE}`
  if (!row) return null
  const states = await ledger.$queryRaw<{ waits: boolean; currency: string; payments: number; amountMinor: string }[]>`
    SELECT instruction.status = 'sent' AS waits, payout.currency, count(*)::int AS payments, sum(payout.amount_minor)::text AS "amountMinor"
    FROM ${MOVED} WHERE finding.id = ${findingId}::uuid AND instruction.status IN ('sent', 'settled', 'returned') GROUP BY 1, 2 ORDER BY 2`
  const waiting = states.filter(({ waits }) => waits)
  const count = (some: typeof states) => some.reduce((all, { payments }) => all + payments, 0)
  return {
    code: row.code,
    fails: count(waiting),
    booked: count(states) - count(waiting),
    sums: waiting.map(({ currency, amountMinor }) => ({ currency, amountMinor })),
  }
}

/** Which payments a proposed resolution of a finding moves, and whether this person had a hand in their runs. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { conflictsInRuns } from '../runs/hands'
import { IS_DUPLICATE } from '../statements/match-sql'

/** What keeps a person from confirming it: what they did to which run. */
export type ExceptionConflict = NonNullable<Awaited<ReturnType<typeof conflictsInRuns>>>

/** Instructions `i` that the exception `f` with its evidence `c` moves: of a match the payment or the batch, of a refusal all that stand below it. */
const MOVED = Prisma.sql`bank_finding f JOIN bank_claim c ON c.key = f.claim_key CROSS JOIN LATERAL (
    SELECT s.payout_id, s.attempt FROM settlement_instruction s WHERE f.resolution = 'matched' AND s.end_to_end_id = f.matched_to
    UNION SELECT s.payout_id, s.attempt FROM settlement_instruction s WHERE f.resolution = 'matched' AND s.block_id = f.matched_to
    UNION SELECT s.payout_id, s.attempt FROM bank_message m JOIN settlement_instruction s ON s.bank_message_id = m.id
      WHERE c.kind = 'rejection' AND m.message_id = c.message_id AND m.direction = 'out' AND CASE WHEN c.end_to_end_id IS NOT NULL THEN s.end_to_end_id = c.end_to_end_id
        ELSE c.block_id IS NULL OR s.block_id = c.block_id END) AS moved
  JOIN settlement_instruction i ON i.payout_id = moved.payout_id AND i.attempt = moved.attempt
  JOIN payout p ON p.id = i.payout_id AND p.attempt = i.attempt`

/** Null for who may confirm it, and for what moves no payment. */
export async function conflictInException(
  ledger: Ledger | Transaction,
  findingId: string,
  userId: string,
): Promise<ExceptionConflict | null> {
  const runs = await ledger.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT p.run_id AS id FROM ${MOVED} WHERE f.id = ${findingId}::uuid AND f.resolution IN ('matched', 'refused')`
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
    SELECT c.reason_code AS code FROM bank_finding f JOIN bank_claim c ON c.key = f.claim_key
    WHERE f.id = ${findingId}::uuid AND f.state <> 'resolved' AND c.kind = 'rejection' AND ${IS_DUPLICATE}`
  if (!row) return null
  const states = await ledger.$queryRaw<{ waits: boolean; currency: string; payments: number; amountMinor: string }[]>`
    SELECT i.status = 'sent' AS waits, p.currency, count(*)::int AS payments, sum(p.amount_minor)::text AS "amountMinor"
    FROM ${MOVED} WHERE f.id = ${findingId}::uuid AND i.status IN ('sent', 'settled', 'returned') GROUP BY 1, 2 ORDER BY 2`
  const waiting = states.filter(({ waits }) => waits)
  const count = (some: typeof states) => some.reduce((all, { payments }) => all + payments, 0)
  return {
    code: row.code,
    fails: count(waiting),
    booked: count(states) - count(waiting),
    sums: waiting.map(({ currency, amountMinor }) => ({ currency, amountMinor })),
  }
}

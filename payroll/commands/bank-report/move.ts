/** Moves instructions and their payouts to the state that everything the banks have said of them amounts to. */
import { Prisma, type Transaction } from '@/prisma/connect'
import { changePayouts } from '../../outbox/append-payouts'
import type { Fact } from '../../outbox/fact'
import { inChunks } from './chunks'
import { BOOKED_BY_NAME, BOOKED_IN_BATCH, INSTRUCTION, REJECTED, RETURNED } from './evidence'

export type Moves = { settled: number; failed: number; returned: number }
/** By run id. */
export type MovesByRun = Map<string, Moves>

type Moved = { id: string; runId: string; was: string; now: 'settled' | 'failed' | 'returned' }

/**
 * Booked by name: settled. Rejected: failed. Booked with its batch: settled. A return undoes a booking and waits for it when it comes first.
 * The state depends on what is kept and not on the order in which it came.
 */
export async function movePayments(tx: Transaction, endToEndIds: readonly string[], fact: Fact): Promise<MovesByRun> {
  const byRun: MovesByRun = new Map()
  for (const ids of inChunks(endToEndIds)) await moveSome(tx, ids, fact, byRun)
  return byRun
}

async function moveSome(tx: Transaction, endToEndIds: readonly string[], fact: Fact, byRun: MovesByRun): Promise<void> {
  // A return that was kept for its booking passes through settled, so that the journal tells both.
  const booked = await moveInstructions(tx, endToEndIds, fact.occurredAt, 'settled')
  await movePayouts(tx, booked, fact)
  const rest = await moveInstructions(tx, endToEndIds, fact.occurredAt, 'returned')
  await movePayouts(tx, rest, fact)
  countMoves([...booked, ...rest], byRun)
}

/** `upTo` settled leaves returns for the next call. What is settled or failed since before claims were kept stays so. */
function moveInstructions(tx: Transaction, endToEndIds: readonly string[], now: Date, upTo: 'settled' | 'returned'): Promise<Moved[]> {
  return tx.$queryRaw<Moved[]>`
    WITH evidence AS (
      SELECT i.payout_id, i.attempt, p.run_id, i.status, i.bank_reference, i.fee_minor, i.reason_code, i.reason_text,
        b.key IS NOT NULL OR (g.key IS NULL AND i.status IN ('settled', 'returned')) AS by_name, b.key AS b_key, b.bank_reference AS b_reference, b.fee_minor AS b_fee,
        g.key IS NOT NULL AS in_batch, g.bank_reference AS g_reference,
        r.key IS NOT NULL OR i.status = 'failed' AS rejected, r.key AS r_key, r.reason_code AS r_code, r.reason_text AS r_text, r.bank_reference AS r_reference,
        t.key IS NOT NULL OR i.status = 'returned' AS came_back, t.key AS t_key, t.reason_code AS t_code, t.reason_text AS t_text
      FROM ${INSTRUCTION} ${BOOKED_BY_NAME} ${BOOKED_IN_BATCH} ${REJECTED} ${RETURNED}
      WHERE i.end_to_end_id = ANY(${endToEndIds}::text[]) AND i.status <> 'prepared' AND i.attempt = p.attempt
    ), target AS (
      SELECT *, CASE WHEN (by_name OR in_batch) AND came_back AND (${upTo} = 'returned' OR status = 'returned') THEN 'returned'
        WHEN by_name OR (in_batch AND came_back) THEN 'settled'
        WHEN rejected THEN 'failed'
        WHEN in_batch THEN 'settled'
        ELSE status END AS becomes FROM evidence
    ), wanted AS (
      SELECT payout_id, attempt, run_id, status AS was, becomes,
        CASE WHEN becomes = 'failed' THEN CASE WHEN r_key IS NULL THEN bank_reference ELSE r_reference END WHEN b_key IS NOT NULL THEN b_reference WHEN in_batch THEN g_reference ELSE bank_reference END AS reference,
        CASE WHEN becomes NOT IN ('settled', 'returned') THEN NULL WHEN b_key IS NOT NULL THEN b_fee WHEN in_batch THEN NULL ELSE fee_minor END AS fee,
        CASE becomes WHEN 'failed' THEN CASE WHEN r_key IS NULL THEN reason_code ELSE r_code END
          WHEN 'returned' THEN CASE WHEN t_key IS NULL THEN reason_code ELSE t_code END END AS code,
        CASE becomes WHEN 'failed' THEN CASE WHEN r_key IS NULL THEN reason_text ELSE r_text END
          WHEN 'returned' THEN CASE WHEN t_key IS NULL THEN reason_text ELSE t_text END END AS text
      FROM target WHERE becomes <> 'sent')
    UPDATE settlement_instruction i SET status = w.becomes, bank_reference = w.reference, fee_minor = w.fee, reason_code = w.code, reason_text = w.text,
      answered_at = ${now}
    FROM wanted w
    WHERE i.payout_id = w.payout_id AND i.attempt = w.attempt
      AND (i.status, i.bank_reference, i.fee_minor, i.reason_code, i.reason_text) IS DISTINCT FROM (w.becomes, w.reference, w.fee, w.code, w.text)
    RETURNING i.payout_id AS id, w.run_id AS "runId", w.was, i.status AS now`
}

const CHANGED: Readonly<Record<Moved['now'], string[]>> = {
  settled: ['status', 'settledAt', 'bankReference', 'feeMinor'],
  failed: ['status', 'failedAt', 'reasonCode', 'bankReference'],
  returned: ['status', 'reasonCode'],
}

async function movePayouts(tx: Transaction, moved: readonly Moved[], fact: Fact): Promise<void> {
  for (const now of ['settled', 'failed', 'returned'] as const) {
    const idsOf = (each: readonly Moved[]) => each.map((move) => move.id)
    const arrived = idsOf(moved.filter((move) => move.now === now && move.was !== now))
    if (arrived.length > 0)
      await changePayouts(tx, arrive(arrived, now, fact.occurredAt), { ...fact, type: `payout.${now}`, changed: CHANGED[now] })
    const stayed = idsOf(moved.filter((move) => move.now === now && move.was === now))
    const again = Prisma.sql`UPDATE payout SET version = version + 1 WHERE id = ANY(${stayed}::uuid[]) RETURNING payout.*`
    if (stayed.length > 0) {
      await changePayouts(tx, again, { ...fact, type: `payout.${now}`, changed: ['bankReference', 'feeMinor', 'reasonCode'] })
    }
  }
}

function arrive(ids: readonly string[], now: Moved['now'], at: Date): Prisma.Sql {
  const times =
    now === 'settled'
      ? Prisma.sql`settled_at = ${at}, failed_at = NULL,`
      : now === 'failed'
        ? Prisma.sql`failed_at = ${at}, settled_at = NULL,`
        : Prisma.empty
  return Prisma.sql`
    UPDATE payout SET status = ${now}, version = version + 1, ${times} status_since = ${at}
    WHERE id = ANY(${ids}::uuid[]) RETURNING payout.*`
}

function countMoves(moved: readonly Moved[], byRun: MovesByRun): void {
  for (const { runId, was, now } of moved) {
    const moves = byRun.get(runId) ?? { settled: 0, failed: 0, returned: 0 }
    if (was !== now) moves[now] += 1
    byRun.set(runId, moves)
  }
}

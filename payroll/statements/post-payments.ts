/** Moves instructions and their payouts to the state that everything the banks have said of them amounts to. */
import { Prisma, type Transaction } from '@/prisma/connect'
import { changePayouts } from '../journal/append-payouts'
import type { Fact } from '../journal/fact'
import { inChunks } from '../transaction/chunks'
import { BOOKED_BY_NAME, BOOKED_IN_BATCH, CHARGED, INSTRUCTION, REJECTED, RETURNED } from './match-sql'

export type Moves = { settled: number; failed: number; returned: number }
/** By run id. */
export type MovesByRun = Map<string, Moves>

type Moved = { id: string; runId: string; was: string; now: 'settled' | 'failed' | 'returned' }

/**
 * Booked by name: settled. Rejected: failed. Booked with its batch: settled. A return undoes a booking and waits for it when it comes first.
 * The state depends on what is kept and not on the order in which it came.
 */
export async function postPayments(tx: Transaction, endToEndIds: readonly string[], fact: Fact): Promise<MovesByRun> {
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

/** `upTo` settled leaves returns for the next call. What is settled or failed since before evidence was kept stays so. */
function moveInstructions(tx: Transaction, endToEndIds: readonly string[], now: Date, upTo: 'settled' | 'returned'): Promise<Moved[]> {
  return tx.$queryRaw<Moved[]>`
    WITH evidence AS (
      SELECT i.*, p.run_id, p.currency,
        b.key IS NOT NULL OR (g.key IS NULL AND i.status IN ('settled', 'returned')) AS by_name, b.key AS b_key, b.bank_reference AS b_reference,
        b.booked_on AS b_day, b.value_date AS b_value, b.charges AS b_charges, b.charges_inside AS b_inside, k.charges AS k_charges,
        b.account_amount_minor AS b_account_amount, b.account_currency AS b_account_currency, b.exchange_rate AS b_rate,
        g.key IS NOT NULL AS in_batch, g.bank_reference AS g_reference, g.booked_on AS g_day, g.value_date AS g_value,
        r.key IS NOT NULL OR i.status = 'failed' AS rejected, r.key AS r_key, r.reason_code AS r_code, r.reason_text AS r_text, r.bank_reference AS r_reference,
        t.key IS NOT NULL OR i.status = 'returned' AS came_back, t.key AS t_key, t.reason_code AS t_code, t.reason_text AS t_text, t.booked_on AS t_day, t.charges AS t_charges
      FROM ${INSTRUCTION} ${BOOKED_BY_NAME} ${BOOKED_IN_BATCH} ${REJECTED} ${RETURNED} ${CHARGED}
      WHERE i.end_to_end_id = ANY(${endToEndIds}::text[]) AND i.status <> 'prepared' AND i.attempt = p.attempt
    ), target AS (
      SELECT *, CASE WHEN (by_name OR in_batch) AND came_back AND (${upTo} = 'returned' OR status = 'returned') THEN 'returned'
        WHEN by_name OR (in_batch AND came_back) THEN 'settled'
        WHEN rejected THEN 'failed'
        WHEN in_batch THEN 'settled'
        ELSE status END AS becomes FROM evidence
    ), wanted AS (
      SELECT payout_id, attempt, run_id, currency, status AS was, becomes, ${BOOKED},
        CASE WHEN becomes = 'returned' THEN CASE WHEN t_key IS NULL THEN returned_on ELSE t_day END END AS came_back_on,
        CASE WHEN becomes = 'returned' THEN CASE WHEN t_key IS NULL THEN return_charges ELSE t_charges END END AS charged_for_return,
        CASE becomes WHEN 'failed' THEN CASE WHEN r_key IS NULL THEN reason_code ELSE r_code END
          WHEN 'returned' THEN CASE WHEN t_key IS NULL THEN reason_code ELSE t_code END END AS code,
        CASE becomes WHEN 'failed' THEN CASE WHEN r_key IS NULL THEN reason_text ELSE r_text END
          WHEN 'returned' THEN CASE WHEN t_key IS NULL THEN reason_text ELSE t_text END END AS text
      FROM target WHERE becomes <> 'sent')
    UPDATE settlement_instruction i SET status = w.becomes, bank_reference = w.reference, fee_minor = (w.charged ->> w.currency)::bigint, charges = w.charged,
      booked_on = w.day, value_date = w.value, account_amount_minor = w.on_account, account_currency = w.on_account_in, exchange_rate = w.rate,
      returned_on = w.came_back_on, return_charges = w.charged_for_return, reason_code = w.code, reason_text = w.text, answered_at = ${now},
      stopped_at = CASE WHEN i.stopped_at IS NULL AND w.becomes IN ('failed', 'returned') THEN ${now} ELSE i.stopped_at END
    FROM wanted w
    WHERE i.payout_id = w.payout_id AND i.attempt = w.attempt
      AND (i.status, i.bank_reference, i.charges, i.booked_on, i.value_date, i.account_amount_minor, i.account_currency, i.exchange_rate, i.returned_on,
        i.return_charges, i.reason_code, i.reason_text) IS DISTINCT FROM (w.becomes, w.reference, w.charged, w.day, w.value, w.on_account, w.on_account_in,
        w.rate, w.came_back_on, w.charged_for_return, w.code, w.text)
    RETURNING i.payout_id AS id, w.run_id AS "runId", w.was, i.status AS now`
}

/** What the booking that counts says, by name or as a batch; what was settled before evidence was kept stays as it is. */
const booked = (as: string, { byName, inBatch, kept }: { byName: string; inBatch: string; kept: string }): Prisma.Sql =>
  Prisma.raw(
    `CASE WHEN becomes NOT IN ('settled', 'returned') THEN NULL WHEN b_key IS NOT NULL THEN ${byName} WHEN in_batch THEN ${inBatch} ELSE ${kept} END AS ${as}`,
  )

const BOOKED = Prisma.join([
  Prisma.sql`CASE WHEN becomes = 'failed' THEN CASE WHEN r_key IS NULL THEN bank_reference ELSE r_reference END
    WHEN b_key IS NOT NULL THEN b_reference WHEN in_batch THEN g_reference ELSE bank_reference END AS reference`,
  booked('day', { byName: 'b_day', inBatch: 'g_day', kept: 'booked_on' }),
  booked('value', { byName: 'b_value', inBatch: 'g_value', kept: 'value_date' }),
  booked('charged', {
    byName: 'charges_with_own(b_charges, b_inside, k_charges)',
    inBatch: 'k_charges',
    kept: `charges_with_own(coalesce(charges, CASE WHEN fee_minor IS NOT NULL THEN jsonb_build_object(currency, fee_minor::text) END), NULL, k_charges)`,
  }),
  booked('on_account', { byName: 'b_account_amount', inBatch: 'NULL', kept: 'account_amount_minor' }),
  booked('on_account_in', { byName: 'b_account_currency', inBatch: 'NULL', kept: 'account_currency' }),
  booked('rate', { byName: 'b_rate', inBatch: 'NULL', kept: 'exchange_rate' }),
])

const BOOKING = ['bookedOn', 'valueDate', 'charges', 'accountAmount']

const CHANGED: Readonly<Record<Moved['now'], string[]>> = {
  settled: ['status', 'settledAt', 'bankReference', 'feeMinor', ...BOOKING],
  failed: ['status', 'failedAt', 'reasonCode', 'bankReference'],
  returned: ['status', 'reasonCode', 'returnedOn', 'charges'],
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
      await changePayouts(tx, again, {
        ...fact,
        type: `payout.${now}`,
        changed: ['bankReference', 'feeMinor', 'reasonCode', 'returnedOn', ...BOOKING],
      })
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

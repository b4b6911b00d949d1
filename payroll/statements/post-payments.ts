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
      SELECT instruction.*, payout.run_id, payout.currency,
        booking.key IS NOT NULL OR (batch.key IS NULL AND instruction.status IN ('settled', 'returned')) AS by_name, booking.key AS b_key,
        booking.bank_reference AS b_reference,
        booking.booked_on AS b_day, booking.value_date AS b_value, booking.charges AS b_charges, booking.charges_inside AS b_inside,
        charged.charges AS k_charges,
        booking.account_amount_minor AS b_account_amount, booking.account_currency AS b_account_currency, booking.exchange_rate AS b_rate,
        batch.key IS NOT NULL AS in_batch, batch.bank_reference AS g_reference, batch.booked_on AS g_day, batch.value_date AS g_value,
        rejection.key IS NOT NULL OR instruction.status = 'failed' AS rejected, rejection.key AS r_key, rejection.reason_code AS r_code,
        rejection.reason_text AS r_text, rejection.bank_reference AS r_reference,
        returned.key IS NOT NULL OR instruction.status = 'returned' AS came_back, returned.key AS t_key, returned.reason_code AS t_code,
        returned.reason_text AS t_text, returned.booked_on AS t_day, returned.charges AS t_charges
      FROM ${INSTRUCTION} ${BOOKED_BY_NAME} ${BOOKED_IN_BATCH} ${REJECTED} ${RETURNED} ${CHARGED}
      WHERE instruction.end_to_end_id = ANY(${endToEndIds}::text[]) AND instruction.status <> 'prepared' AND instruction.attempt = payout.attempt
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
    UPDATE settlement_instruction instruction
      SET status = wanted.becomes, bank_reference = wanted.reference, fee_minor = (wanted.charged ->> wanted.currency)::bigint, charges = wanted.charged,
      booked_on = wanted.day, value_date = wanted.value, account_amount_minor = wanted.on_account, account_currency = wanted.on_account_in,
      exchange_rate = wanted.rate,
      returned_on = wanted.came_back_on, return_charges = wanted.charged_for_return, reason_code = wanted.code, reason_text = wanted.text, answered_at = ${now},
      stopped_at = CASE WHEN instruction.stopped_at IS NULL AND wanted.becomes IN ('failed', 'returned') THEN ${now} ELSE instruction.stopped_at END
    FROM wanted
    WHERE instruction.payout_id = wanted.payout_id AND instruction.attempt = wanted.attempt
      AND (instruction.status, instruction.bank_reference, instruction.charges, instruction.booked_on, instruction.value_date, instruction.account_amount_minor,
        instruction.account_currency, instruction.exchange_rate, instruction.returned_on,
        instruction.return_charges, instruction.reason_code, instruction.reason_text) IS DISTINCT FROM (wanted.becomes, wanted.reference, wanted.charged,
        wanted.day, wanted.value, wanted.on_account, wanted.on_account_in,
        wanted.rate, wanted.came_back_on, wanted.charged_for_return, wanted.code, wanted.text)
    RETURNING instruction.payout_id AS id, wanted.run_id AS "runId", wanted.was, instruction.status AS now`
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

/** Releases an approved run: plans one bank message per debtor account, with an instruction for every payout that may go. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { appendRunEvent } from '../journal/append-run'
import { refusedByBank } from '../runs/bank-takes'
import { factOf } from '../runs/change-run'
import { decideRun } from '../runs/decide-run'
import { lockRun } from '../runs/lock-run'
import { refusedRelease } from '../runs/release-refusals'
import { sealOf } from '../runs/seal'
import { type CommandContext, type CommandResult, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import { isRejection } from '../transaction/rejections'

/**
 * OFFSET 0 keeps it a question of its own, put to the index. Joined, a table that was empty when it was planned was read from end to end for each payout
 * while it grew: the first run of 100,000 of an installation was never released.
 */
const NOT_YET_INSTRUCTED = Prisma.sql`
  NOT EXISTS (SELECT FROM settlement_instruction instruction WHERE instruction.payout_id = payout.id AND instruction.attempt = payout.attempt OFFSET 0)`

export type PlannedRelease = { messages: string[]; instructions: number }

/**
 * Plans the bank messages of one run, after checking its seal once more. Payouts that are held stay behind; once released from the hold, the next
 * plan takes them. Each debtor account pays what is in its currency, the company's home account pays the rest.
 */
export function planRelease(ledger: Ledger, call: CommandContext, runId: string): Promise<CommandResult<PlannedRelease>> {
  return execute<PlannedRelease>(
    ledger,
    call,
    async (tx) => {
      const run = await lockRun(tx, runId, call.companies)
      if (!run) return { code: 'not-found', what: 'run' }
      const refused = await refusedByBank(tx, runId)
      if (refused) return refused
      const fact = factOf(call, null)
      if (run.status !== 'paying') {
        const change = decideRun(run, { type: 'release' })
        if (isRejection(change)) return change
        const early = await refusedRelease(tx, runId, call.now)
        if (early) return early
        if ((await sealOf(tx, runId)) !== run.seal) return { code: 'seal-changed' }
        await tx.$executeRaw`
          UPDATE payroll_run SET status = ${change.status}, version = ${change.version}, released_at = ${call.now}, status_since = ${call.now}
          WHERE id = ${runId}::uuid`
        await appendRunEvent(tx, runId, change.event, fact)
      }
      const messages = await insertMessages(tx, runId, run.reference, call.now)
      const instructions = await insertInstructions(tx, runId, run.reference, messages, call.now)
      return { messages, instructions }
    },
    RUN_TRANSITION_MS,
  )
}

/**
 * A message's id is its run's reference and a random tag: "NL-2026-11-01-7K4Q-FM3XR". A number in its place was counted anew by a restored database, for
 * a file of other payments.
 */
async function insertMessages(tx: Transaction, runId: string, reference: string, now: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ message_id: string }[]>`
    WITH due AS (
      SELECT payer.id AS account_id, payout.rail, payout.currency, count(*)::int AS payments, sum(payout.amount_minor) AS amount_minor
      FROM payout JOIN payroll_run run ON run.id = payout.run_id
      JOIN LATERAL (
        SELECT id FROM debtor_account debtor WHERE debtor.company_id = run.company_id AND debtor.closed_at IS NULL AND (debtor.currency = payout.currency OR debtor.home)
        ORDER BY debtor.currency = payout.currency DESC LIMIT 1) payer ON true
      WHERE payout.run_id = ${runId}::uuid AND payout.status = 'approved'
        AND ${NOT_YET_INSTRUCTED}
      GROUP BY payer.id, payout.rail, payout.currency
    ), file AS (
      SELECT account_id, sum(payments)::int AS payments, jsonb_agg(jsonb_build_object(
        'currency', currency, 'rail', rail, 'amountMinor', amount_minor::text, 'payouts', payments) ORDER BY rail, currency) AS totals
      FROM due GROUP BY account_id
    ), named AS MATERIALIZED (SELECT file.*, ${reference}::text || '-F' || random_tag(4) AS message_id FROM file)
    INSERT INTO bank_message (direction, kind, message_id, file_name, status, run_id, debtor_account_id, payments, totals, created_at)
    SELECT 'out', 'pain.001', message_id, message_id || '.xml', 'prepared', ${runId}::uuid, account_id, payments, totals, ${now} FROM named
    RETURNING message_id`
  return rows.map((row) => row.message_id)
}

/**
 * One payment block per message, rail and currency: a block has one account, date and payment type, and a bank that books it as one line books one
 * amount. Ids are "NL-2026-11-01-7K4Q-FM3XR-SEUR" and "NL-2026-11-01-7K4Q-00042": at most 35 characters, and unique for ever through their tags. The
 * end-to-end id names one payment in whatever history, so that a bank knows one that comes twice; a second attempt may go to another account, hence its own
 * tag ("-2M3XR"). lpad also cuts, hence the length; only a company with a code of eight letters and a hundred runs in a month has anything cut, namely the
 * first letter of a block's id, or the end of that second tag.
 */
function insertInstructions(tx: Transaction, runId: string, reference: string, messages: readonly string[], now: Date): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO settlement_instruction (payout_id, attempt, end_to_end_id, bank_message_id, block_id, status, created_at)
    SELECT payout.id, payout.attempt,
      left(${reference}::text || '-' || lpad(payout.line_number::text, greatest(5, length(payout.line_number::text)), '0')
        || CASE WHEN payout.attempt > 1 THEN '-' || payout.attempt || random_tag(4) ELSE '' END, 35),
      message.id, right(message.message_id || '-' || CASE payout.rail WHEN 'sepa' THEN 'S' ELSE 'X' END || payout.currency, 35), 'prepared', ${now}
    FROM payout JOIN payroll_run run ON run.id = payout.run_id
    JOIN LATERAL (
      SELECT id FROM debtor_account debtor WHERE debtor.company_id = run.company_id AND debtor.closed_at IS NULL AND (debtor.currency = payout.currency OR debtor.home)
      ORDER BY debtor.currency = payout.currency DESC LIMIT 1) payer ON true
    JOIN bank_message message ON message.run_id = payout.run_id AND message.debtor_account_id = payer.id AND message.message_id = ANY(${messages}::text[])
    WHERE payout.run_id = ${runId}::uuid AND payout.status = 'approved'
      AND ${NOT_YET_INSTRUCTED}`
}

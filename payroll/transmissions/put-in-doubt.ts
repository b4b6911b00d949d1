/** Writes a file that went to the bank in a history that is lost into this one, where its payments can be named: whether the bank has it is a question then. */
import type { Transaction } from '@/prisma/connect'
import { appendRunEvent } from '../journal/append-run'
import { factOf } from '../runs/change-run'
import { decideRun } from '../runs/decide-run'
import { lockRun } from '../runs/lock-run'
import type { CommandContext } from '../transaction/execute'
import { isRejection } from '../transaction/rejections'

/** A file that lies among those handed over, as it was read; without payments when it could not be. */
export type LostFile = {
  fileName: string
  sha256: string
  handedOverAt: Date
  /** Of the payer. */
  account: string
  payments: readonly { endToEndId: string; blockId: string }[]
}

/** "HWA-2026-12-01-7K4Q-FM3XR.xml" is of the run "HWA-2026-12-01-7K4Q" (plan-release.ts). */
export const runReferenceOf = (fileName: string): string => fileName.replace(/\.xml$/, '').replace(/-F[A-Z0-9]{4}$/, '')

/** Whether all its payments are known: planned and not handed over, or approved and in no file yet. Nothing is changed otherwise. */
export async function putInDoubt(tx: Transaction, call: CommandContext, file: LostFile): Promise<boolean> {
  const messageId = file.fileName.replace(/\.xml$/, '')
  const planned = await tx.$executeRaw`
    UPDATE bank_message SET status = 'in-doubt', sha256 = ${file.sha256}, hand_over_began_at = ${file.handedOverAt}, note = NULL
    WHERE direction = 'out' AND message_id = ${messageId} AND status = 'prepared'`
  if (planned > 0) return true
  const named = await namedBy(tx, file)
  const [first] = named
  if (!first || named.length !== file.payments.length) return false
  const run = await lockRun(tx, first.runId, null)
  if (!run || !['approved', 'paying'].includes(run.status)) return false
  if (run.status === 'approved') {
    const change = decideRun(run, { type: 'release' })
    if (isRejection(change)) return false
    await tx.$executeRaw`
      UPDATE payroll_run SET status = ${change.status}, version = ${change.version}, released_at = ${file.handedOverAt}, status_since = ${call.now}
      WHERE id = ${run.id}::uuid`
    await appendRunEvent(tx, run.id, change.event, factOf(call, null))
  }
  await insertFile(tx, file, messageId, named)
  return true
}

type Named = { payoutId: string; attempt: number; runId: string; debtorAccountId: string; endToEndId: string; blockId: string }

/** The approved payouts that its end-to-end ids name, which are in no file yet; an id is the run's reference and the line (plan-release.ts). */
function namedBy(tx: Transaction, { fileName, account, payments }: LostFile): Promise<Named[]> {
  return tx.$queryRaw`
    WITH sent AS (SELECT * FROM unnest(${payments.map((each) => each.endToEndId)}::text[], ${payments.map((each) => each.blockId)}::text[]) AS t(id, block)),
    due AS (
      SELECT payout.id, payout.attempt, payout.run_id, debtor.id AS debtor_id,
        left(run.reference || '-' || lpad(payout.line_number::text, greatest(5, length(payout.line_number::text)), '0'), 35) AS named
      FROM payroll_run run JOIN payout ON payout.run_id = run.id AND payout.status = 'approved'
        JOIN debtor_account debtor ON debtor.company_id = run.company_id AND debtor.account = ${account}
      WHERE run.reference = ${runReferenceOf(fileName)}
        AND NOT EXISTS (SELECT FROM settlement_instruction known WHERE known.payout_id = payout.id AND known.attempt = payout.attempt))
    SELECT due.id AS "payoutId", due.attempt, due.run_id AS "runId", due.debtor_id AS "debtorAccountId", sent.id AS "endToEndId", sent.block AS "blockId"
    FROM sent JOIN due ON sent.id = due.named AND due.attempt = 1
      OR due.attempt > 1 AND sent.id <> due.named AND starts_with(sent.id, left(due.named || '-' || due.attempt, 35))`
}

async function insertFile(tx: Transaction, file: LostFile, messageId: string, named: readonly Named[]): Promise<void> {
  const [first] = named as [Named]
  await tx.$executeRaw`
    INSERT INTO bank_message (direction, kind, message_id, file_name, status, sha256, run_id, debtor_account_id, payments, totals, created_at,
      hand_over_began_at)
    SELECT 'out', 'pain.001', ${messageId}, ${file.fileName}, 'in-doubt', ${file.sha256}, ${first.runId}::uuid, ${first.debtorAccountId}::uuid,
      ${named.length}, (SELECT jsonb_agg(jsonb_build_object('currency', currency, 'rail', rail, 'amountMinor', amount::text, 'payouts', payouts)
        ORDER BY rail, currency)
        FROM (SELECT currency, rail, sum(amount_minor) AS amount, count(*)::int AS payouts FROM payout
          WHERE id = ANY(${named.map(({ payoutId }) => payoutId)}::uuid[]) GROUP BY currency, rail) AS total),
      ${file.handedOverAt}, ${file.handedOverAt}`
  await tx.$executeRaw`
    INSERT INTO settlement_instruction (payout_id, attempt, end_to_end_id, bank_message_id, block_id, status, created_at)
    SELECT payout, attempt, id, (SELECT id FROM bank_message WHERE direction = 'out' AND message_id = ${messageId}), block, 'prepared', ${file.handedOverAt}
    FROM unnest(${named.map(({ payoutId }) => payoutId)}::uuid[], ${named.map(({ attempt }) => attempt)}::int[],
      ${named.map(({ endToEndId }) => endToEndId)}::text[], ${named.map(({ blockId }) => blockId)}::text[]) AS t(payout, attempt, id, block)`
}

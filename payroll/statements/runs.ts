/** The runs a bank's file speaks of: locked before anything of them changes, settled when nothing of them is open. */
import type { RunStatus } from '@/events/payroll-run-v1'
import type { Transaction } from '@/prisma/connect'
import { appendRunEvent } from '../journal/append-run'
import type { Fact } from '../journal/fact'
import { decideRun } from '../runs/decide-run'
import { PAYOUT_DONE } from '../runs/transitions'
import type { CommandContext } from '../transaction/execute'
import { isRejection } from '../transaction/rejections'
import { markSent } from '../transmissions/record-transmission'

/**
 * Locks, in the order of their ids, the runs whose files or payments are named. A named file whose hand-over was not recorded has evidently
 * arrived: that is recorded first.
 */
export async function lockNamedRuns(
  tx: Transaction,
  call: CommandContext,
  named: { messageIds: readonly string[]; endToEndIds: readonly string[] },
): Promise<string[]> {
  const messages = await tx.$queryRaw<{ id: string; run_id: string }[]>`
    SELECT m.id, m.run_id FROM bank_message m
    WHERE m.direction = 'out' AND (m.message_id = ANY(${named.messageIds}::text[])
      OR m.id IN (SELECT bank_message_id FROM settlement_instruction WHERE end_to_end_id = ANY(${named.endToEndIds}::text[])))`
  const runIds = [...new Set(messages.map((message) => message.run_id))].sort()
  await tx.$queryRaw`SELECT id::text FROM payroll_run WHERE id = ANY(${runIds}::uuid[]) ORDER BY id FOR UPDATE`
  const unrecorded = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM bank_message
    WHERE id = ANY(${messages.map((message) => message.id)}::uuid[]) AND status IN ('prepared', 'handing-over', 'in-doubt') AND sha256 IS NOT NULL`
  for (const message of unrecorded) await markSent(tx, call, message.id)
  return runIds
}

/** Settles each run whose payouts are all settled, failed, returned or cancelled. */
export async function settleFinishedRuns(tx: Transaction, runIds: readonly string[], fact: Fact): Promise<void> {
  const finished = await tx.$queryRaw<{ id: string; status: RunStatus; version: number }[]>`
    SELECT id, status, version FROM payroll_run r
    WHERE id = ANY(${runIds}::uuid[]) AND status = 'paying'
      AND NOT EXISTS (SELECT FROM payout p WHERE p.run_id = r.id AND NOT (p.status = ANY(${[...PAYOUT_DONE]}::text[])))`
  for (const run of finished) {
    const change = decideRun({ ...run, seal: null, preparedBy: '', submittedBy: null, hands: [] }, { type: 'settle' })
    if (isRejection(change)) continue
    await tx.$executeRaw`
      UPDATE payroll_run SET status = ${change.status}, version = ${change.version}, settled_at = ${fact.occurredAt}, status_since = ${fact.occurredAt}
      WHERE id = ${run.id}::uuid`
    await appendRunEvent(tx, run.id, change.event, fact)
  }
}

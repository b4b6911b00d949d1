/** Writes who had a hand in a payroll file or a run, in the transaction of the act: the database lets none of them approve the run. */
import type { Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import type { CommandContext } from '../transaction/execute'
import { conflictOfDuty } from './decide-run'
import type { Hand, HandAct } from './hand-acts'

/**
 * Records that the caller did this to a payroll file, and journals it. Call it with the import locked, in the transaction that does it.
 * @param detail what a reader of the history should know: names of files, numbers of rows, names of columns; never what stands in the cells.
 */
export async function recordHand(
  tx: Transaction,
  importId: string,
  call: CommandContext,
  act: HandAct,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO import_hand (import_id, user_id, act, at) VALUES (${importId}::uuid, ${call.actor.id}, ${act}, ${call.now})
    ON CONFLICT (import_id, user_id, act) DO NOTHING`
  await appendAudit(
    tx,
    { act: `audit.file-${act}`, about: { type: 'payroll-import', id: importId }, detail },
    { actor: call.actor, reason: null, requestId: call.requestId, occurredAt: call.now },
  )
}

/** Records that the caller did this to a draft; the act's own journal entry is the command's. Call it with the run locked and still a draft. */
export async function recordRunHand(
  tx: Transaction,
  runId: string,
  call: CommandContext,
  ...acts: readonly (HandAct | false)[]
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO run_editor (run_id, user_id, act, at)
    SELECT ${runId}::uuid, ${call.actor.id}, act, ${call.now} FROM unnest(${acts.filter((act) => act !== false)}::text[]) AS act
    ON CONFLICT (run_id, user_id, act) DO NOTHING`
}

/** The file's hands become the run's. */
export async function carryHands(tx: Transaction, importId: string, runId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO run_editor (run_id, user_id, act, at)
    SELECT ${runId}::uuid, user_id, act, at FROM import_hand WHERE import_id = ${importId}::uuid`
}

/** Everyone who had a hand in the run, for the journal: by name and sign-in as they are now, and by the id that never changes. */
export async function handsForJournal(tx: Transaction, runId: string): Promise<Record<string, unknown>[]> {
  return tx.$queryRaw<Record<string, unknown>[]>`
    SELECT e.user_id AS id, coalesce(u.name, e.user_id) AS name, u.email, e.act, iso_utc(e.at) AS at
    FROM run_hand e LEFT JOIN app_user u ON u.id = e.user_id WHERE e.run_id = ${runId}::uuid ORDER BY e.at, e.user_id, e.act`
}

/** The first of these runs that this person had a hand in, and how; null when none. They may not confirm what moves its payments by hand. */
export async function conflictsInRuns(
  tx: Transaction,
  runIds: readonly string[],
  userId: string,
): Promise<{ act: 'prepared' | HandAct; reference: string } | null> {
  const runs = await tx.$queryRaw<{ reference: string; preparedBy: string; submittedBy: string | null; hands: Hand[] }[]>`
    SELECT r.reference, r.prepared_by AS "preparedBy", r.submitted_by AS "submittedBy",
      (SELECT coalesce(json_agg(json_build_object('userId', e.user_id, 'act', e.act) ORDER BY e.at, e.act), '[]')
       FROM run_hand e WHERE e.run_id = r.id AND e.user_id = ${userId}) AS hands
    FROM payroll_run r WHERE r.id = ANY(${[...runIds]}::uuid[]) ORDER BY r.reference`
  for (const run of runs) {
    const act = conflictOfDuty(run, userId)
    if (act) return { act, reference: run.reference }
  }
  return null
}

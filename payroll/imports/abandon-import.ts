/** Gives a file up, so that it is no longer listed. */
import type { Ledger } from '@/prisma/connect'
import { type CommandContext, type CommandResult, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import { FILE_KEPT_MS } from './files'
import { lockImport } from './import-row'
import { clearProblems } from './write-check'

/** Discards a payroll file that has not become a draft. Rejected as not-found, or wrong-state once it is drafted or discarded. */
export function abandonImport(
  ledger: Ledger,
  call: CommandContext,
  importId: string,
): Promise<CommandResult<{ id: string; state: 'abandoned' }>> {
  return execute<{ id: string; state: 'abandoned' }>(
    ledger,
    call,
    async (tx) => {
      const file = await lockImport(tx, importId, call.companies)
      if (!file) return { code: 'not-found', what: 'file' }
      if (file.state === 'imported') return { code: 'wrong-state', what: 'file', status: 'imported', wanted: 'not imported yet' }
      await clearProblems(tx, file.id)
      // A check that is under way finds its attempt gone and stops.
      await tx.$executeRaw`
        UPDATE payroll_import SET state = 'abandoned', attempt = attempt + 1, correction = NULL, finished_at = ${call.now} WHERE id = ${file.id}::uuid`
      return { id: file.id, state: 'abandoned' }
    },
    RUN_TRANSITION_MS,
  )
}

/** Gives up what nobody came back to while its file was kept, as of `now`; how many. */
export async function abandonOldImports(ledger: Ledger, now: Date): Promise<number> {
  const [given] = await ledger.$queryRaw<{ up: number }[]>`
    WITH old AS (
      UPDATE payroll_import SET state = 'abandoned', attempt = attempt + 1, correction = NULL
      WHERE state NOT IN ('imported', 'abandoned') AND created_at < ${new Date(now.getTime() - FILE_KEPT_MS)} RETURNING id
    ), lines AS (DELETE FROM payroll_import_line WHERE import_id IN (SELECT id FROM old)),
    refused AS (DELETE FROM payroll_import_refused WHERE import_id IN (SELECT id FROM old))
    SELECT count(*)::int AS up FROM old`
  return given?.up ?? 0
}

/** Begins the check of a file: from then on it is a job, and no process that dies can lose it. */
import { plainJson } from '@/platform/plain-text'
import type { Ledger, Transaction } from '@/prisma/connect'
import { recordHand } from '../runs/hands'
import { enqueue } from '../transaction/enqueue'
import { type CommandContext, type CommandResult, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import { type Correction, lockImport } from './import-row'
import { clearProblems } from './write-check'

export type BegunCheck = { id: string; state: 'checking' }

/** Who asked for a check, for which file: all that its job knows. The request's id is the number by which its log lines are found. */
export type CheckJob = { importId: string; actorId: string; requestId: string }

/**
 * Rejected as not-found, or wrong-state: a file that is being checked can be begun again only when its job has failed.
 * @param severalLines whether each line of a person is paid, where that is said anew.
 * @param correction corrected rows to check instead of the file itself; a check of such rows that failed is begun again without it.
 */
export function beginCheck(
  ledger: Ledger,
  call: CommandContext,
  importId: string,
  correction: Correction | null = null,
  severalLines?: boolean,
): Promise<CommandResult<BegunCheck>> {
  return execute<BegunCheck>(
    ledger,
    call,
    async (tx) => {
      const file = await lockImport(tx, importId, call.companies)
      if (!file) return { code: 'not-found', what: 'file' }
      if (correction ? file.state !== 'refused' : !['uploaded', 'refused', 'ready'].includes(file.state) && !file.stopped)
        return { code: 'wrong-state', what: 'file', status: file.state, wanted: correction ? 'refused' : 'not being checked' }
      await askForCheck(tx, call, file.id, correction ?? (file.state === 'checking' ? file.correction : null))
      // Also when nothing of it is taken in the end: who sent rows is known here, and not to the process that goes on.
      if (severalLines !== undefined && severalLines !== file.severalLines) {
        await tx.$executeRaw`UPDATE payroll_import SET several_lines = ${severalLines} WHERE id = ${file.id}::uuid`
        await recordHand(tx, file.id, call, 'mapped', { severalLines })
      }
      if (correction) await recordHand(tx, file.id, call, 'corrected', { file: correction.fileName, sha256: correction.sha256 })
      return { id: file.id, state: 'checking' }
    },
    RUN_TRANSITION_MS,
  )
}

/** Sets the import, which the transaction has locked or made, to `checking` and asks for the job that does it, in one transaction. */
export async function askForCheck(tx: Transaction, call: CommandContext, importId: string, correction: Correction | null): Promise<void> {
  if (!correction) await clearProblems(tx, importId)
  const data: CheckJob = { importId, actorId: call.actor.id, requestId: call.requestId }
  const job = await enqueue(tx, 'check-import', data)
  await tx.$executeRaw`
    UPDATE payroll_import SET state = 'checking', attempt = attempt + 1, check_job = ${job}::uuid, correction = ${correction && plainJson(correction)}::jsonb,
      rows_read = 0, bytes_read = 0, beat_at = clock_timestamp(), check_started_at = clock_timestamp(), finished_at = NULL,
      report = CASE WHEN ${correction !== null} THEN report END
    WHERE id = ${importId}::uuid`
}

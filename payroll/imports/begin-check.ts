/** Gives the check of a file to this process. One that lost its process can be taken over; its writer is then no longer heard. */
import { plainJson } from '@/platform/plain-text'
import type { Ledger } from '@/prisma/connect'
import { recordHand } from '../runs/hands'
import { type CommandContext, type CommandResult, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import { type Correction, type ImportRow, lockImport } from './import-row'
import { clearProblems } from './write-check'

/** What the process needs to know to do the check, and the attempt by which it is known. */
export type CheckBegun = Pick<
  ImportRow,
  'id' | 'companyId' | 'payDate' | 'fileName' | 'mapping' | 'direct' | 'attempt' | 'correction' | 'severalLines'
>

/**
 * @param severalLines whether each line of a person is paid, where that is said anew.
 * @param correction corrected rows to check instead of the file itself; a check of such rows that was lost is begun again without it.
 */
export function beginCheck(
  ledger: Ledger,
  call: CommandContext,
  importId: string,
  correction: Correction | null = null,
  severalLines?: boolean,
): Promise<CommandResult<CheckBegun>> {
  return execute<CheckBegun>(
    ledger,
    call,
    async (tx) => {
      const file = await lockImport(tx, importId, call.companies)
      if (!file) return { code: 'not-found', what: 'file' }
      if (correction ? file.state !== 'refused' : !['uploaded', 'refused', 'ready'].includes(file.state) && !file.stale)
        return { code: 'wrong-state', what: 'file', status: file.state, wanted: correction ? 'refused' : 'not being checked' }
      const rows = correction ?? (file.state === 'checking' ? file.correction : null)
      if (!rows) await clearProblems(tx, file.id)
      const attempt = file.attempt + 1
      await tx.$executeRaw`
        UPDATE payroll_import SET state = 'checking', attempt = ${attempt}, correction = ${rows && plainJson(rows)}::jsonb,
          several_lines = coalesce(${severalLines ?? null}::boolean, several_lines), rows_read = 0, bytes_read = 0,
          beat_at = clock_timestamp(), check_started_at = clock_timestamp(), finished_at = NULL,
          report = CASE WHEN ${rows !== null} THEN report END
        WHERE id = ${file.id}::uuid`
      // Also when nothing of it is taken in the end: who sent rows is known here, and not to the process that goes on.
      if (severalLines !== undefined && severalLines !== file.severalLines) await recordHand(tx, file.id, call, 'mapped', { severalLines })
      if (correction) await recordHand(tx, file.id, call, 'corrected', { file: correction.fileName, sha256: correction.sha256 })
      const { id, companyId, payDate, fileName, mapping, direct } = file
      return {
        id,
        companyId,
        payDate,
        fileName,
        mapping,
        direct,
        attempt,
        correction: rows,
        severalLines: severalLines ?? file.severalLines,
      }
    },
    RUN_TRANSITION_MS,
  )
}

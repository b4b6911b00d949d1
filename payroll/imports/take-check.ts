/** Gives the check of a file to the process that works on its job. Who had it before is no longer heard. */
import type { Ledger } from '@/prisma/connect'
import { type CommandContext, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import { type ImportRow, lockImport } from './import-row'
import { clearProblems } from './write-check'

/** What the process needs to know to do the check, and the attempt by which it is known. */
export type TakenCheck = Pick<
  ImportRow,
  'id' | 'companyId' | 'payDate' | 'fileName' | 'mapping' | 'direct' | 'attempt' | 'correction' | 'severalLines'
> & {
  /** Every row is read already, by a process that was lost before it made the draft. */
  isRead: boolean
}

/** Takes the check with a new attempt. Null where the job has nothing to do any more: it was done, given up, or asked for anew. */
export async function takeCheck(ledger: Ledger, call: CommandContext, importId: string, jobId: string): Promise<TakenCheck | null> {
  const { result } = await execute<TakenCheck>(
    ledger,
    call,
    async (tx) => {
      const file = await lockImport(tx, importId, call.companies)
      if (!file) return { code: 'not-found', what: 'file' }
      const isRead = file.state === 'ready' && file.direct
      if (file.checkJob !== jobId || !(file.state === 'checking' || isRead))
        return { code: 'wrong-state', what: 'file', status: file.state, wanted: 'being checked' }
      if (isRead) return { ...file, isRead }
      if (!file.correction) await clearProblems(tx, file.id)
      await tx.$executeRaw`
        UPDATE payroll_import SET attempt = attempt + 1, rows_read = 0, bytes_read = 0, beat_at = clock_timestamp(), check_started_at = clock_timestamp()
        WHERE id = ${file.id}::uuid`
      return { ...file, attempt: file.attempt + 1, isRead }
    },
    RUN_TRANSITION_MS,
  )
  return result.ok ? result.value : null
}

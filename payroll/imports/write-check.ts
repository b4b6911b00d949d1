/** What a check writes as it goes. Each write is one statement that counts only while the attempt is the newest. */

import type { ReadBatch } from '@/payroll-files/types'
import { plainJson } from '@/platform/plain-text'
import type { Ledger, Transaction } from '@/prisma/connect'
import { LINE_COLUMNS, lineRows } from '../runs/line-rows'
import type { ImportReport } from './report'

type Attempt = { id: string; attempt: number }

/** Removes the lines and refused rows of an earlier check. */
export async function clearProblems(tx: Transaction, importId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM payroll_import_line WHERE import_id = ${importId}::uuid`
  await tx.$executeRaw`DELETE FROM payroll_import_refused WHERE import_id = ${importId}::uuid`
}

/** Writes up to 1,000 rows and how far the check is. False when another process has taken the check over: stop. */
export async function writeBatch(ledger: Ledger, { id, attempt }: Attempt, batch: ReadBatch, accountHashKey: string): Promise<boolean> {
  const [row] = await ledger.$queryRaw<{ alive: boolean }[]>`
    WITH alive AS (
      UPDATE payroll_import SET rows_read = ${batch.progress.rows}, bytes_read = ${batch.progress.bytes}, bytes_total = ${batch.progress.bytesTotal},
        beat_at = clock_timestamp()
      WHERE id = ${id}::uuid AND attempt = ${attempt} AND state = 'checking' RETURNING id
    ), good AS (
      INSERT INTO payroll_import_line (import_id, ${LINE_COLUMNS}) SELECT alive.id, ${LINE_COLUMNS} FROM alive, ${lineRows(batch.lines, accountHashKey)}
    ), bad AS (
      INSERT INTO payroll_import_refused (import_id, row_number, cells, reasons, proposed)
      SELECT alive.id, "row", cells, reasons, proposed
      FROM alive, json_to_recordset(${plainJson(batch.refused)}::json) AS refused("row" int, cells jsonb, reasons jsonb, proposed jsonb)
    )
    SELECT EXISTS (SELECT FROM alive) AS alive`
  return row?.alive ?? false
}

/** Ends the check with what it came to. False when another process has taken it over. */
export async function endCheck(ledger: Ledger | Transaction, { id, attempt }: Attempt, report: ImportReport): Promise<boolean> {
  const ended = await ledger.$executeRaw`
    UPDATE payroll_import SET report = ${plainJson(report)}::jsonb, correction = NULL, finished_at = clock_timestamp(),
      bytes_read = bytes_total, rows_read = CASE WHEN correction IS NULL THEN ${report.rows} ELSE rows_read END,
      state = CASE WHEN ${report.refusal !== null || report.problems.length > 0}
        OR EXISTS (SELECT FROM payroll_import_refused WHERE import_id = payroll_import.id) THEN 'refused' ELSE 'ready' END
    WHERE id = ${id}::uuid AND attempt = ${attempt} AND state = 'checking'`
  return ended === 1
}

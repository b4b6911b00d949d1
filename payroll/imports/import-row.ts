/** The row of an import, locked for a change. */
import type { Mapping } from '@/payroll-files/mapping'
import type { Transaction } from '@/prisma/connect'
import type { RunKind } from '../runs/run-kind'
import type { ImportReport } from './report'

/** A check that has not written for so long has lost its process; a batch of 1,000 rows takes well under a second. */
export const CHECK_STALE_SECONDS = 15

export type ImportState = 'uploaded' | 'checking' | 'refused' | 'ready' | 'imported' | 'abandoned'
export type Correction = { fileName: string; file: string; sha256: string; mapping: Mapping }

export type ImportRow = {
  id: string
  companyId: string
  companyCode: string
  period: string
  payDate: string
  kind: RunKind
  /** Each line of a person is paid. */
  severalLines: boolean
  fileName: string
  sha256: string
  mapping: Mapping
  fingerprint: string
  state: ImportState
  direct: boolean
  attempt: number
  correction: Correction | null
  report: ImportReport | null
  runId: string | null
  runReference: string | null
  /** Checking, and nobody has been heard of. */
  stale: boolean
}

/** The import under FOR UPDATE, or null when there is none among `companies` (null: all companies). */
export async function lockImport(tx: Transaction, id: string, companies: readonly string[] | null): Promise<ImportRow | null> {
  const [row] = await tx.$queryRaw<ImportRow[]>`
    SELECT import.id, import.company_id AS "companyId", company.code AS "companyCode", import.period, import.pay_date::text AS "payDate", import.kind,
      import.several_lines AS "severalLines", import.file_name AS "fileName", import.sha256,
      import.mapping, import.fingerprint, import.state, import.direct, import.attempt, import.correction, import.report, import.run_id AS "runId",
      (SELECT reference FROM payroll_run WHERE id = import.run_id) AS "runReference",
      import.state = 'checking' AND import.beat_at < clock_timestamp() - make_interval(secs => ${CHECK_STALE_SECONDS}) AS stale
    FROM payroll_import import JOIN company ON company.id = import.company_id
    WHERE import.id = ${id}::uuid AND (${companies}::uuid[] IS NULL OR import.company_id = ANY(${companies}::uuid[]))
    FOR UPDATE OF import`
  return row ?? null
}

/** The row of an import, locked for a change. */
import type { Mapping } from '@/payroll-files/mapping'
import { Prisma, type Transaction } from '@/prisma/connect'
import type { RunKind } from '../runs/run-kind'
import type { ImportReport } from './report'

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
  /** The job that may do the check. */
  checkJob: string | null
  correction: Correction | null
  report: ImportReport | null
  runId: string | null
  runReference: string | null
  /** Checking, and no job will go on with it. */
  stopped: boolean
}

/** Of the import `i`: it is being checked, and its job has failed for good or is gone. */
export const CHECK_STOPPED = Prisma.sql`(i.state = 'checking' AND NOT EXISTS (
  SELECT FROM pgboss.job j WHERE j.name = 'check-import' AND j.id = i.check_job AND j.state IN ('created', 'retry', 'active')))`

/** The import under FOR UPDATE, or null when there is none among `companies` (null: all companies). */
export async function lockImport(tx: Transaction, id: string, companies: readonly string[] | null): Promise<ImportRow | null> {
  const [row] = await tx.$queryRaw<ImportRow[]>`
    SELECT i.id, i.company_id AS "companyId", c.code AS "companyCode", i.period, i.pay_date::text AS "payDate", i.kind, i.several_lines AS "severalLines", i.file_name AS "fileName", i.sha256,
      i.mapping, i.fingerprint, i.state, i.direct, i.attempt, i.check_job AS "checkJob", i.correction, i.report, i.run_id AS "runId",
      (SELECT reference FROM payroll_run WHERE id = i.run_id) AS "runReference",
      ${CHECK_STOPPED} AS stopped
    FROM payroll_import i JOIN company c ON c.id = i.company_id
    WHERE i.id = ${id}::uuid AND (${companies}::uuid[] IS NULL OR i.company_id = ANY(${companies}::uuid[]))
    FOR UPDATE OF i`
  return row ?? null
}

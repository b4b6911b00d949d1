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

/** Of the `import`: it is being checked, and its job has failed for good or is gone. */
export const CHECK_STOPPED = Prisma.sql`(import.state = 'checking' AND NOT EXISTS (
  SELECT FROM pgboss.job WHERE job.name = 'check-import' AND job.id = import.check_job AND job.state IN ('created', 'retry', 'active')))`

/** The import under FOR UPDATE, or null when there is none among `companies` (null: all companies). */
export async function lockImport(tx: Transaction, id: string, companies: readonly string[] | null): Promise<ImportRow | null> {
  // By a statement of its own: one that waits for the lock knows what was committed meanwhile of the row that it waited for, and of no other, of no job.
  await tx.$queryRaw`SELECT id FROM payroll_import WHERE id = ${id}::uuid FOR UPDATE`
  const [row] = await tx.$queryRaw<ImportRow[]>`
    SELECT import.id, import.company_id AS "companyId", company.code AS "companyCode", import.period, import.pay_date::text AS "payDate", import.kind,
      import.several_lines AS "severalLines", import.file_name AS "fileName", import.sha256,
      import.mapping, import.fingerprint, import.state, import.direct, import.attempt, import.check_job AS "checkJob",
      import.correction, import.report, import.run_id AS "runId",
      (SELECT reference FROM payroll_run WHERE id = import.run_id) AS "runReference",
      ${CHECK_STOPPED} AS stopped
    FROM payroll_import import JOIN company ON company.id = import.company_id
    WHERE import.id = ${id}::uuid AND (${companies}::uuid[] IS NULL OR import.company_id = ANY(${companies}::uuid[]))`
  return row ?? null
}

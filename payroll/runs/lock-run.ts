/** Takes a run for change, before its lines or payouts are touched: two editors that lock in another order deadlock. */
import type { Transaction } from '@/prisma/connect'
import type { RunState } from './decide-run'
import type { Hand } from './hand-acts'

export type LockedRun = RunState & { companyId: string; reference: string }

/** The run under FOR UPDATE, or null when there is none among `companies` (null: all companies). */
export async function lockRun(tx: Transaction, runId: string, companies: readonly string[] | null): Promise<LockedRun | null> {
  const [row] = await tx.$queryRaw<Omit<LockedRun, 'hands'>[]>`
    SELECT id, company_id AS "companyId", reference, status, version, seal, prepared_by AS "preparedBy", submitted_by AS "submittedBy"
    FROM payroll_run
    WHERE id = ${runId}::uuid AND (${companies}::uuid[] IS NULL OR company_id = ANY(${companies}::uuid[]))
    FOR UPDATE`
  if (!row) return null
  const hands = await tx.$queryRaw<Hand[]>`SELECT user_id AS "userId", act FROM run_hand WHERE run_id = ${runId}::uuid ORDER BY at, act`
  return { ...row, hands }
}

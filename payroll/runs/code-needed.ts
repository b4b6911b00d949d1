/** Whether a run is above its company's approval limit: whoever approves it gives a fresh code of their second factor. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import type { Rejection } from '../transaction/rejections'

/**
 * Of a `run` and its `company`: more than the limit in the home account's currency, or anything in another, for there is no rate to weigh it by. The totals are
 * those of the lines as imported.
 */
export const NEEDS_CODE = Prisma.sql`(company.code_above_minor IS NOT NULL AND coalesce((
  SELECT bool_or(total ->> 'currency' <> home.currency) OR sum((total ->> 'amountMinor')::bigint) > company.code_above_minor
  FROM jsonb_array_elements(run.totals) total, debtor_account home WHERE home.company_id = company.id AND home.home AND home.closed_at IS NULL), true))`

/** Rejects an approval without a code where one is needed. */
export async function refusedWithoutCode(db: Ledger | Transaction, runId: string): Promise<Rejection | null> {
  const [run] = await db.$queryRaw<{ needsCode: boolean }[]>`
    SELECT ${NEEDS_CODE} AS "needsCode" FROM payroll_run run JOIN company ON company.id = run.company_id WHERE run.id = ${runId}::uuid`
  return run?.needsCode ? { code: 'code-needed' } : null
}

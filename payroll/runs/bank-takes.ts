/** Whether the company's bank takes everything a run would send it. */
import type { Ledger, Transaction } from '@/prisma/connect'
import type { Rejection } from '../transaction/rejections'

/** Rejects a run with payouts that go by SWIFT when the bank's profile has SEPA only. The totals are those of the lines as imported. */
export async function refusedByBank(db: Ledger | Transaction, runId: string): Promise<Rejection | null> {
  const [row] = await db.$queryRaw<{ bank: string; payouts: number }[]>`
    SELECT profile.name AS bank, sum((total ->> 'payouts')::int)::int AS payouts
    FROM payroll_run run JOIN company ON company.id = run.company_id JOIN bank_profile profile ON profile.id = company.bank_profile_id,
      jsonb_array_elements(run.totals) total
    WHERE run.id = ${runId}::uuid AND NOT profile.non_sepa AND total ->> 'rail' = 'swift' GROUP BY profile.name`
  return row ? { code: 'sepa-only', ...row } : null
}

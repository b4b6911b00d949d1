/** Whether the company's bank takes everything a run would send it. */
import type { Ledger, Transaction } from '@/prisma/connect'
import type { Rejection } from '../transaction/rejections'

/** Rejects a run with payouts that go by SWIFT when the bank's profile has SEPA only. The totals are those of the lines as imported. */
export async function refusedByBank(db: Ledger | Transaction, runId: string): Promise<Rejection | null> {
  const [row] = await db.$queryRaw<{ bank: string; payouts: number }[]>`
    SELECT b.name AS bank, sum((t ->> 'payouts')::int)::int AS payouts
    FROM payroll_run r JOIN company c ON c.id = r.company_id JOIN bank_profile b ON b.id = c.bank_profile_id,
      jsonb_array_elements(r.totals) t
    WHERE r.id = ${runId}::uuid AND NOT b.non_sepa AND t ->> 'rail' = 'swift' GROUP BY b.name`
  return row ? { code: 'sepa-only', ...row } : null
}

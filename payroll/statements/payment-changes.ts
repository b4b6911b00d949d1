/** Who is behind the payments that a bank's file moves. */
import type { Ledger } from '@/prisma/connect'
import type { PaymentChange } from './changes'

/** Amounts in minor units as decimal strings. */
export type DescribedChange = PaymentChange & {
  name: string
  employeeNumber: string
  accountLast4: string
  amountMinor: string
  currency: string
  runId: string
  runReference: string
  endToEndId: string | null
}

/** The same changes in the same order. The caller may see the companies of all of them. */
export async function describeChanges(ledger: Ledger, changes: readonly PaymentChange[]): Promise<DescribedChange[]> {
  const rows = await ledger.$queryRaw<Omit<DescribedChange, keyof PaymentChange>[]>`
    SELECT p.beneficiary_name AS name, p.employee_number AS "employeeNumber", p.account_last4 AS "accountLast4", p.amount_minor::text AS "amountMinor",
      p.currency, r.id AS "runId", r.reference AS "runReference", i.end_to_end_id AS "endToEndId"
    FROM unnest(${changes.map(({ payoutId }) => payoutId)}::uuid[]) WITH ORDINALITY AS wanted(id, n) JOIN payout p ON p.id = wanted.id
    JOIN payroll_run r ON r.id = p.run_id LEFT JOIN settlement_instruction i ON i.payout_id = p.id AND i.attempt = p.attempt ORDER BY wanted.n`
  return rows.map((row, index) => ({ ...(changes[index] as PaymentChange), ...row }))
}

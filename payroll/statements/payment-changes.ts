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
    SELECT payout.beneficiary_name AS name, payout.employee_number AS "employeeNumber", payout.account_last4 AS "accountLast4",
      payout.amount_minor::text AS "amountMinor",
      payout.currency, run.id AS "runId", run.reference AS "runReference", instruction.end_to_end_id AS "endToEndId"
    FROM unnest(${changes.map(({ payoutId }) => payoutId)}::uuid[]) WITH ORDINALITY AS wanted(id, n) JOIN payout ON payout.id = wanted.id
    JOIN payroll_run run ON run.id = payout.run_id LEFT JOIN settlement_instruction instruction ON instruction.payout_id = payout.id
      AND instruction.attempt = payout.attempt ORDER BY wanted.n`
  return rows.map((row, index) => ({ ...(changes[index] as PaymentChange), ...row }))
}

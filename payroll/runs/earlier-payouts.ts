/** What the same employee was paid before, to the same account: "last month came, this one did not". */
import type { PayoutStatus } from '@/events/payout-v1'
import { type Ledger, Prisma } from '@/prisma/connect'
import { type Viewer, visible } from '../transaction/viewer'
import { personOf } from './last-payment'

export type EarlierPayout = { id: string; period: string; payDate: string; status: PayoutStatus; amountMinor: string; currency: string }

const EARLIER_MAX = 6

/** The newest first. By account, because that has an index and an account that changed is a new story. */
export function listEarlier(ledger: Ledger, viewer: Viewer, payoutId: string): Promise<EarlierPayout[]> {
  return ledger.$queryRaw<EarlierPayout[]>`
    SELECT p.id, r.period, r.pay_date::text AS "payDate", p.status, p.amount_minor::text AS "amountMinor", p.currency
    FROM payout this JOIN payroll_run run ON run.id = this.run_id
      JOIN payout p ON p.account_hash = this.account_hash AND ${personOf(Prisma.sql`p.employee_number`)} = ${personOf(Prisma.sql`this.employee_number`)}
      JOIN payroll_run r ON r.id = p.run_id AND r.company_id = run.company_id AND (r.period, r.pay_date, p.id) < (run.period, run.pay_date, this.id)
    WHERE this.id = ${payoutId}::uuid AND ${visible(viewer, Prisma.sql`run.company_id`)}
    ORDER BY r.period DESC, r.pay_date DESC, p.id DESC LIMIT ${EARLIER_MAX}`
}

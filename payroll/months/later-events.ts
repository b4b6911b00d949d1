/** What happened to payouts after the position on which a month was closed. */
import { type Ledger, Prisma } from '@/prisma/connect'

/** `month` is the one in which it became known, in the time zone of the company's bank. */
export type LaterEvent = { payoutId: string; type: string; at: string; month: string; by: string; reason: string | null }

/** `after` is the place in the journal where the close stands; null where the relay has forgotten it, or another history began: then the newest event of each. */
export function laterEvents(
  ledger: Ledger,
  payoutIds: readonly string[],
  after: { xid: string; seq: string } | null,
): Promise<LaterEvent[]> {
  const later =
    after === null
      ? Prisma.sql`outbox.version = payout.version`
      : Prisma.sql`(outbox.xid, outbox.seq) > (${after.xid}::xid8, ${after.seq}::bigint)`
  return ledger.$queryRaw<LaterEvent[]>`
    SELECT outbox.aggregate_id AS "payoutId", outbox.type, iso_utc(outbox.occurred_at) AS at,
      to_char(outbox.occurred_at AT TIME ZONE bank.time_zone, 'YYYY-MM') AS month,
      coalesce((SELECT name FROM app_user WHERE app_user.id = outbox.actor), outbox.actor) AS by, outbox.reason
    FROM outbox JOIN payout ON payout.id = outbox.aggregate_id JOIN payroll_run run ON run.id = payout.run_id
    JOIN company ON company.id = run.company_id JOIN bank_profile bank ON bank.id = company.bank_profile_id
    WHERE outbox.aggregate_id = ANY(${[...payoutIds]}::uuid[]) AND ${later}
    ORDER BY outbox.aggregate_id, outbox.version`
}

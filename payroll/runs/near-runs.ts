/** The same pay to the same accounts for another period on nearly the same day: a file under a wrong month pays everybody twice. */
import { Prisma, type Transaction } from '@/prisma/connect'
import { ACCOUNT, PAY, PERSON, SHARED_BY } from './line-keys'
import type { RepeatedRun } from './repetition'
import { ofRuns } from './whole-runs'

/** Pay dates no further apart than this are one pay day. Pay of two weeks is at least this far from that: 7 days, less what holidays move. */
const NEAR_DAYS = 3
/** So far from its pay date a run is looked for whose period comes before this one's and whose pay date comes after, or the other way round. */
const CROSSED_DAYS = 31

/** Whether run `o` of another period is paid on nearly the same day as the period and pay date (both SQL), or on the other side of it than its period is. */
export const isNear = (o: Prisma.Sql, period: Prisma.Sql, payDate: Prisma.Sql): Prisma.Sql => Prisma.sql`
  CASE WHEN ${o}.period < ${period} THEN ${o}.pay_date BETWEEN ${payDate} - ${NEAR_DAYS}::int AND ${payDate} + ${CROSSED_DAYS}::int
    WHEN ${o}.period > ${period} THEN ${o}.pay_date BETWEEN ${payDate} - ${CROSSED_DAYS}::int AND ${payDate} + ${NEAR_DAYS}::int END`

const [L, O] = [Prisma.sql`l`, Prisma.sql`o`]

type Counts = Pick<RepeatedRun, 'runId' | 'people' | 'paid' | 'same' | 'byAccount'>

/**
 * How many people of the lines get the same amount in the same account in each of these runs: by account and amount, and by number too where more than
 * ten share the account. Payouts that failed, came back or were cancelled are left out.
 */
export function countSamePay(db: Transaction, lines: Prisma.Sql, runIds: readonly string[]): Promise<Counts[]> {
  return db.$queryRaw<Counts[]>`
    WITH mine AS MATERIALIZED (SELECT ${PERSON(L)} AS person, ${ACCOUNT(L)} AS account, ${PAY(L)} AS pay FROM (${lines}) l),
    theirs AS MATERIALIZED (
      SELECT o.run_id, r.status NOT IN ('draft', 'submitted') AS approved, ${PERSON(O)} AS person, ${ACCOUNT(O)} AS account, ${PAY(O)} AS pay
      FROM payroll_run r JOIN payroll_line o ON o.run_id = r.id WHERE ${ofRuns(Prisma.sql`o.run_id`, runIds)} AND NOT EXISTS (
        SELECT FROM payout p WHERE ${ofRuns(Prisma.sql`p.run_id`, runIds)} AND p.run_id = o.run_id AND p.line_number = o.line_number AND p.status IN ('failed', 'returned', 'cancelled'))),
    shared AS MATERIALIZED (SELECT account FROM mine GROUP BY account HAVING count(*) > ${SHARED_BY}),
    found AS (
      SELECT t.run_id, m.person, t.approved, true AS known FROM mine m JOIN theirs t ON t.pay = m.pay AND t.person = m.person
      UNION ALL
      SELECT t.run_id, m.person, t.approved, false
      FROM (SELECT DISTINCT run_id, approved, pay FROM theirs WHERE account NOT IN (SELECT account FROM shared)) t JOIN mine m ON m.pay = t.pay),
    people AS (SELECT run_id, person, bool_or(approved) AS approved, bool_or(known) AS known FROM found GROUP BY run_id, person)
    SELECT run_id AS "runId", count(*)::int AS people, (count(*) FILTER (WHERE approved))::int AS paid, count(*)::int AS same,
      (count(*) FILTER (WHERE NOT known))::int AS "byAccount"
    FROM people GROUP BY run_id`
}

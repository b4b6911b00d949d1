/** The same pay to the same accounts for another period on nearly the same day: a file under a wrong month pays everybody twice. */
import { Prisma, type Transaction } from '@/prisma/connect'
import { ACCOUNT, PAY, PERSON, SHARED_BY } from './line-keys'
import type { RepeatedRun } from './repetition'
import { ofRuns } from './whole-runs'

/** Pay dates no further apart than this are one pay day. Pay of two weeks is at least this far from that: 7 days, less what holidays move. */
const NEAR_DAYS = 3
/** So far from its pay date a run is looked for whose period comes before this one's and whose pay date comes after, or the other way round. */
const CROSSED_DAYS = 31

/** Whether the run `other` of another period is paid on nearly the same day as the period and pay date (both SQL), or on the other side of it than its period is. */
export const isNear = (other: Prisma.Sql, period: Prisma.Sql, payDate: Prisma.Sql): Prisma.Sql => Prisma.sql`
  CASE WHEN ${other}.period < ${period} THEN ${other}.pay_date BETWEEN ${payDate} - ${NEAR_DAYS}::int AND ${payDate} + ${CROSSED_DAYS}::int
    WHEN ${other}.period > ${period} THEN ${other}.pay_date BETWEEN ${payDate} - ${CROSSED_DAYS}::int AND ${payDate} + ${NEAR_DAYS}::int END`

const [LINE, OTHER] = [Prisma.sql`line`, Prisma.sql`other`]

type Counts = Pick<RepeatedRun, 'runId' | 'people' | 'paid' | 'same' | 'byAccount'>

/**
 * How many people of the lines get the same amount in the same account in each of these runs: by account and amount, and by number too where more than
 * ten share the account. Payouts that failed, came back or were cancelled are left out.
 */
export function countSamePay(db: Transaction, lines: Prisma.Sql, runIds: readonly string[]): Promise<Counts[]> {
  return db.$queryRaw<Counts[]>`
    WITH mine AS MATERIALIZED (SELECT ${PERSON(LINE)} AS person, ${ACCOUNT(LINE)} AS account, ${PAY(LINE)} AS pay FROM (${lines}) line),
    theirs AS MATERIALIZED (
      SELECT other.run_id, run.status NOT IN ('draft', 'submitted') AS approved, ${PERSON(OTHER)} AS person, ${ACCOUNT(OTHER)} AS account,
        ${PAY(OTHER)} AS pay
      FROM payroll_run run JOIN payroll_line other ON other.run_id = run.id WHERE ${ofRuns(Prisma.sql`other.run_id`, runIds)} AND NOT EXISTS (
        SELECT FROM payout WHERE ${ofRuns(Prisma.sql`payout.run_id`, runIds)} AND payout.run_id = other.run_id
          AND payout.line_number = other.line_number AND payout.status IN ('failed', 'returned', 'cancelled'))),
    shared AS MATERIALIZED (SELECT account FROM mine GROUP BY account HAVING count(*) > ${SHARED_BY}),
    found AS (
      SELECT theirs.run_id, mine.person, theirs.approved, true AS known FROM mine JOIN theirs ON theirs.pay = mine.pay AND theirs.person = mine.person
      UNION ALL
      SELECT theirs.run_id, mine.person, theirs.approved, false
      FROM (SELECT DISTINCT run_id, approved, pay FROM theirs WHERE account NOT IN (SELECT account FROM shared)) theirs JOIN mine ON mine.pay = theirs.pay),
    people AS (SELECT run_id, person, bool_or(approved) AS approved, bool_or(known) AS known FROM found GROUP BY run_id, person)
    SELECT run_id AS "runId", count(*)::int AS people, (count(*) FILTER (WHERE approved))::int AS paid, count(*)::int AS same,
      (count(*) FILTER (WHERE NOT known))::int AS "byAccount"
    FROM people GROUP BY run_id`
}

/** Each line of a run beside its own person's last payment in the company, whatever else was paid since. */
import { Prisma } from '@/prisma/connect'
import { ACCOUNT_COUNTRY } from '../companies/account-country'
import { ofRun, ofRuns } from './whole-runs'

/** One person's employee number, however a file writes it: see `personKey`, which is the same for files. */
export const personOf = (number: Prisma.Sql): Prisma.Sql => Prisma.sql`person_key(${number})`

/** An amount that moved by more than this much of the last payment is shown to the approver. */
const MOVED_PERCENT = 25

/** A run that moves money, or will: recalled or cancelled ones say nothing of anybody's pay. */
const PAID = Prisma.sql`('approved', 'paying', 'settled')`

export type ComparedRun = { id: string; companyId: string; period: string; regular: boolean }

/** Whether anything of the company was paid before this run that it can be compared with. */
const HAS_BEFORE = ({ id, companyId, period, regular }: ComparedRun) => Prisma.sql`EXISTS (
  SELECT FROM payroll_run r WHERE r.company_id = ${companyId}::uuid AND (r.period, r.id) < (${period}, ${id}::uuid) AND r.status IN ${PAID}
    AND (r.kind = 'regular' OR NOT ${regular}))`

/** Of several lines in one run the one to the same account comes first, then the nearest amount. */
const LAST = ({ id, companyId, period }: ComparedRun, regular: boolean) => Prisma.sql`(
  SELECT b.run_id, b.amount_minor, b.currency, b.account_hash, b.account_kind, b.account, b.account_last4, b.bic, r.period, r.pay_date, r.reference
  FROM person_payment p JOIN payroll_run r ON r.id = p.run_id JOIN payroll_line b ON b.run_id = p.run_id AND b.line_number = p.line_number
  WHERE p.company_id = ${companyId}::uuid AND p.person = ${personOf(Prisma.sql`l.employee_number`)} AND p.regular = ${regular}
    AND (p.period, p.run_id) < (${period}, ${id}::uuid) AND r.status IN ${PAID}
  ORDER BY p.period DESC, p.run_id DESC, b.account_hash = l.account_hash DESC, abs(b.amount_minor - l.amount_minor) LIMIT 1)`

/**
 * What is different in line `l` since payment `b`. A regular run is compared with each person's last regular payment; another with that too, or with
 * whatever they got where there was none. Paying less than usual is the nature of a bonus or a correction, so there only more is said to have moved.
 */
const SINCE = (run: ComparedRun): Prisma.Sql => Prisma.sql`CASE WHEN NOT ${HAS_BEFORE(run)} THEN NULL
      WHEN b.run_id IS NULL THEN 'new'
      WHEN b.account_hash <> l.account_hash THEN 'account'
      WHEN b.currency <> l.currency THEN 'moved'
      WHEN 100 * (l.amount_minor - b.amount_minor) > ${MOVED_PERCENT}::bigint * b.amount_minor THEN 'moved'
      WHEN ${run.regular} AND 100 * (b.amount_minor - l.amount_minor) > ${MOVED_PERCENT}::bigint * b.amount_minor THEN 'moved'
      WHEN b.amount_minor <> l.amount_minor THEN 'changed' ELSE 'same' END`

const BEFORE = (run: ComparedRun): Prisma.Sql =>
  run.regular ? LAST(run, true) : Prisma.sql`${LAST(run, true)} UNION ALL ${LAST(run, false)} LIMIT 1`

/** The run's lines `l.*`, what is different (`since`) and the payment it is told against (`before_…`), looked up line by line: for the lines of a page. */
export const comparedLines = (run: ComparedRun): Prisma.Sql => Prisma.sql`
  SELECT l.*, CASE WHEN b.currency = l.currency THEN b.amount_minor END AS before_minor, b.period AS before_period, b.pay_date AS before_pay_date,
    b.reference AS before_reference, b.account_last4 AS before_last4,
    ${ACCOUNT_COUNTRY(Prisma.sql`b`)} AS before_country, ${SINCE(run)} AS since
  FROM payroll_line l LEFT JOIN LATERAL (${BEFORE(run)}) b ON true
  WHERE ${ofRun(Prisma.sql`l.run_id`, run.id)}`

/** The regular runs before this one, of its period and the newest before it: almost everybody's last payment is in them. The last first. */
export const recentRuns = ({ id, companyId, period }: ComparedRun): Prisma.Sql => Prisma.sql`
  SELECT r.id FROM payroll_run r
  WHERE r.company_id = ${companyId}::uuid AND r.kind = 'regular' AND r.status IN ${PAID} AND (r.period, r.id) < (${period}, ${id}::uuid)
    AND r.period >= ${PERIOD_BEFORE(Prisma.sql`${companyId}::uuid`, Prisma.sql`${period}`)}
  ORDER BY r.period DESC, r.id DESC`

/**
 * The same of all lines at once (`line_number, currency, amount_minor, before_minor, since`): only who is in none of the `recent` runs is looked up alone.
 * A FULL JOIN is made of whole sets; of the run's lines Postgres may expect none (see `ofRun`), and any other it would then make pair by pair.
 */
export const comparedAtOnce = (run: ComparedRun, recent: readonly string[]): Prisma.Sql => Prisma.sql`
  WITH mine AS MATERIALIZED (
    SELECT l.line_number, l.employee_number, l.account_hash, l.currency, l.amount_minor, ${personOf(Prisma.sql`l.employee_number`)} AS person
    FROM payroll_line l WHERE ${ofRun(Prisma.sql`l.run_id`, run.id)}),
  theirs AS MATERIALIZED (
    SELECT b.run_id AS last_run, array_position(${recent}::uuid[], b.run_id) AS runs_ago, b.amount_minor AS last_amount, b.currency AS last_currency,
      b.account_hash AS last_account, ${personOf(Prisma.sql`b.employee_number`)} AS person
    FROM payroll_line b WHERE ${ofRuns(Prisma.sql`b.run_id`, recent)}),
  paired AS MATERIALIZED (SELECT * FROM mine FULL JOIN theirs USING (person)),
  recently AS MATERIALIZED (
    SELECT DISTINCT ON (line_number) * FROM paired WHERE line_number IS NOT NULL
    ORDER BY line_number, runs_ago, last_account = account_hash DESC, abs(last_amount - amount_minor))
  SELECT l.line_number, l.currency, l.amount_minor, CASE WHEN b.currency = l.currency THEN b.amount_minor END AS before_minor, ${SINCE(run)} AS since
  FROM recently l LEFT JOIN LATERAL (
    SELECT l.last_run AS run_id, l.last_amount AS amount_minor, l.last_currency AS currency, l.last_account AS account_hash WHERE l.last_run IS NOT NULL
    UNION ALL SELECT e.run_id, e.amount_minor, e.currency, e.account_hash FROM (${BEFORE(run)}) e WHERE l.last_run IS NULL) b ON true`

/** When this person was last paid to the account that the line `l` has now; null when never. */
export const accountUsed = ({ id, companyId, period }: ComparedRun): Prisma.Sql => Prisma.sql`(
  SELECT r.pay_date::text FROM person_payment p JOIN payroll_run r ON r.id = p.run_id
    JOIN payroll_line b ON b.run_id = p.run_id AND b.line_number = p.line_number AND b.account_hash = l.account_hash
  WHERE p.company_id = ${companyId}::uuid AND p.person = ${personOf(Prisma.sql`l.employee_number`)} AND (p.period, p.run_id) < (${period}, ${id}::uuid)
    AND r.status IN ${PAID} ORDER BY p.period DESC, p.run_id DESC LIMIT 1)`

/** The newest period before the run's in which the company paid a regular run. */
export const PERIOD_BEFORE = (company: Prisma.Sql, period: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT max(before.period) FROM payroll_run before
  WHERE before.company_id = ${company} AND before.period < ${period} AND before.kind = 'regular' AND before.status IN ${PAID})`

/** Who the regular runs of the period before paid, and none of this period's regular runs has: their lines `b.*`. */
export const missingLines = ({ companyId, period }: ComparedRun): Prisma.Sql => Prisma.sql`
  SELECT b.* FROM payroll_run r JOIN payroll_line b ON b.run_id = r.id
  WHERE r.company_id = ${companyId}::uuid AND r.kind = 'regular' AND r.status IN ${PAID}
    AND r.period = ${PERIOD_BEFORE(Prisma.sql`${companyId}::uuid`, Prisma.sql`${period}`)}
    AND NOT EXISTS (
      SELECT FROM payroll_run o JOIN payroll_line n ON n.run_id = o.id
      WHERE o.company_id = ${companyId}::uuid AND o.period = ${period} AND o.kind = 'regular' AND o.status <> 'cancelled'
        AND ${personOf(Prisma.sql`n.employee_number`)} = ${personOf(Prisma.sql`b.employee_number`)})`

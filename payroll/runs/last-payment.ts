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
  SELECT FROM payroll_run run WHERE run.company_id = ${companyId}::uuid AND (run.period, run.id) < (${period}, ${id}::uuid) AND run.status IN ${PAID}
    AND (run.kind = 'regular' OR NOT ${regular}))`

/** Of several lines in one run the one to the same account comes first, then the nearest amount. */
const LAST = ({ id, companyId, period }: ComparedRun, regular: boolean) => Prisma.sql`(
  SELECT earlier.run_id, earlier.amount_minor, earlier.currency, earlier.account_hash, earlier.account_kind, earlier.account, earlier.account_last4,
    earlier.bic, run.period, run.pay_date, run.reference
  FROM person_payment payment JOIN payroll_run run ON run.id = payment.run_id JOIN payroll_line earlier ON earlier.run_id = payment.run_id
    AND earlier.line_number = payment.line_number
  WHERE payment.company_id = ${companyId}::uuid AND payment.person = ${personOf(Prisma.sql`line.employee_number`)} AND payment.regular = ${regular}
    AND (payment.period, payment.run_id) < (${period}, ${id}::uuid) AND run.status IN ${PAID}
  ORDER BY payment.period DESC, payment.run_id DESC, earlier.account_hash = line.account_hash DESC, abs(earlier.amount_minor - line.amount_minor) LIMIT 1)`

/**
 * What is different in the `line` since the `earlier` payment. A regular run is compared with each person's last regular payment; another with that too, or
 * with whatever they got where there was none. Paying less than usual is the nature of a bonus or a correction, so there only more is said to have moved.
 */
const SINCE = (run: ComparedRun): Prisma.Sql => Prisma.sql`CASE WHEN NOT ${HAS_BEFORE(run)} THEN NULL
      WHEN earlier.run_id IS NULL THEN 'new'
      WHEN earlier.account_hash <> line.account_hash THEN 'account'
      WHEN earlier.currency <> line.currency THEN 'moved'
      WHEN 100 * (line.amount_minor - earlier.amount_minor) > ${MOVED_PERCENT}::bigint * earlier.amount_minor THEN 'moved'
      WHEN ${run.regular} AND 100 * (earlier.amount_minor - line.amount_minor) > ${MOVED_PERCENT}::bigint * earlier.amount_minor THEN 'moved'
      WHEN earlier.amount_minor <> line.amount_minor THEN 'changed' ELSE 'same' END`

const BEFORE = (run: ComparedRun): Prisma.Sql =>
  run.regular ? LAST(run, true) : Prisma.sql`${LAST(run, true)} UNION ALL ${LAST(run, false)} LIMIT 1`

/** The run's lines `line.*`, what is different (`since`) and the payment it is told against (`before_…`), looked up line by line: for the lines of a page. */
export const comparedLines = (run: ComparedRun): Prisma.Sql => Prisma.sql`
  SELECT line.*, CASE WHEN earlier.currency = line.currency THEN earlier.amount_minor END AS before_minor, earlier.period AS before_period,
    earlier.pay_date AS before_pay_date,
    earlier.reference AS before_reference, earlier.account_last4 AS before_last4,
    ${ACCOUNT_COUNTRY(Prisma.sql`earlier`)} AS before_country, ${SINCE(run)} AS since
  FROM payroll_line line LEFT JOIN LATERAL (${BEFORE(run)}) earlier ON true
  WHERE ${ofRun(Prisma.sql`line.run_id`, run.id)}`

/** The regular runs before this one, of its period and the newest before it: almost everybody's last payment is in them. The last first. */
export const recentRuns = ({ id, companyId, period }: ComparedRun): Prisma.Sql => Prisma.sql`
  SELECT run.id FROM payroll_run run
  WHERE run.company_id = ${companyId}::uuid AND run.kind = 'regular' AND run.status IN ${PAID} AND (run.period, run.id) < (${period}, ${id}::uuid)
    AND run.period >= ${PERIOD_BEFORE(Prisma.sql`${companyId}::uuid`, Prisma.sql`${period}`)}
  ORDER BY run.period DESC, run.id DESC`

/**
 * The same of all lines at once (`line_number, currency, amount_minor, before_minor, since`): only who is in none of the `recent` runs is looked up alone.
 * A FULL JOIN is made of whole sets; of the run's lines Postgres may expect none (see `ofRun`), and any other it would then make pair by pair.
 */
export const comparedAtOnce = (run: ComparedRun, recent: readonly string[]): Prisma.Sql => Prisma.sql`
  WITH mine AS MATERIALIZED (
    SELECT line.line_number, line.employee_number, line.account_hash, line.currency, line.amount_minor,
      ${personOf(Prisma.sql`line.employee_number`)} AS person
    FROM payroll_line line WHERE ${ofRun(Prisma.sql`line.run_id`, run.id)}),
  theirs AS MATERIALIZED (
    SELECT earlier.run_id AS last_run, array_position(${recent}::uuid[], earlier.run_id) AS runs_ago, earlier.amount_minor AS last_amount,
      earlier.currency AS last_currency,
      earlier.account_hash AS last_account, ${personOf(Prisma.sql`earlier.employee_number`)} AS person
    FROM payroll_line earlier WHERE ${ofRuns(Prisma.sql`earlier.run_id`, recent)}),
  paired AS MATERIALIZED (SELECT * FROM mine FULL JOIN theirs USING (person)),
  recently AS MATERIALIZED (
    SELECT DISTINCT ON (line_number) * FROM paired WHERE line_number IS NOT NULL
    ORDER BY line_number, runs_ago, last_account = account_hash DESC, abs(last_amount - amount_minor))
  SELECT line.line_number, line.currency, line.amount_minor, CASE WHEN earlier.currency = line.currency THEN earlier.amount_minor END AS before_minor,
    ${SINCE(run)} AS since
  FROM recently line LEFT JOIN LATERAL (
    SELECT line.last_run AS run_id, line.last_amount AS amount_minor, line.last_currency AS currency, line.last_account AS account_hash
      WHERE line.last_run IS NOT NULL
    UNION ALL SELECT found.run_id, found.amount_minor, found.currency, found.account_hash FROM (${BEFORE(run)}) found
      WHERE line.last_run IS NULL) earlier ON true`

/** When this person was last paid to the account that the line `l` has now; null when never. */
export const accountUsed = ({ id, companyId, period }: ComparedRun): Prisma.Sql => Prisma.sql`(
  SELECT run.pay_date::text FROM person_payment payment JOIN payroll_run run ON run.id = payment.run_id
    JOIN payroll_line earlier ON earlier.run_id = payment.run_id AND earlier.line_number = payment.line_number AND earlier.account_hash = line.account_hash
  WHERE payment.company_id = ${companyId}::uuid AND payment.person = ${personOf(Prisma.sql`line.employee_number`)}
    AND (payment.period, payment.run_id) < (${period}, ${id}::uuid)
    AND run.status IN ${PAID} ORDER BY payment.period DESC, payment.run_id DESC LIMIT 1)`

/** The newest period before the run's in which the company paid a regular run. */
export const PERIOD_BEFORE = (company: Prisma.Sql, period: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT max(before.period) FROM payroll_run before
  WHERE before.company_id = ${company} AND before.period < ${period} AND before.kind = 'regular' AND before.status IN ${PAID})`

/** Who the regular runs of the period before paid, and none of this period's regular runs has: their lines `earlier.*`. */
export const missingLines = ({ companyId, period }: ComparedRun): Prisma.Sql => Prisma.sql`
  SELECT earlier.* FROM payroll_run run JOIN payroll_line earlier ON earlier.run_id = run.id
  WHERE run.company_id = ${companyId}::uuid AND run.kind = 'regular' AND run.status IN ${PAID}
    AND run.period = ${PERIOD_BEFORE(Prisma.sql`${companyId}::uuid`, Prisma.sql`${period}`)}
    AND NOT EXISTS (
      SELECT FROM payroll_run other JOIN payroll_line paid_now ON paid_now.run_id = other.id
      WHERE other.company_id = ${companyId}::uuid AND other.period = ${period} AND other.kind = 'regular' AND other.status <> 'cancelled'
        AND ${personOf(Prisma.sql`paid_now.employee_number`)} = ${personOf(Prisma.sql`earlier.employee_number`)})`

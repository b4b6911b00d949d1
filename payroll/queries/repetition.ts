/** Who of a run is in other runs of its company and period as well, whatever file either came from. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import type { RepeatedRun, Repetition } from '../rules/repetition'

/** What is compared: lines as SQL with the columns `employee_number, employee_name, account_hash, currency, amount_minor`. */
export type Compared = { companyId: string; period: string; runId: string | null; sourceHash: string | null; lines: Prisma.Sql }

const COLUMNS = Prisma.sql`employee_number, employee_name, account_hash, currency, amount_minor`

/** The lines of a run. */
export const runLines = (runId: string): Prisma.Sql => Prisma.sql`SELECT ${COLUMNS} FROM payroll_line WHERE run_id = ${runId}::uuid`

/** The good lines of a checked file. */
export const importLines = (importId: string): Prisma.Sql =>
  Prisma.sql`SELECT ${COLUMNS} FROM payroll_import_line WHERE import_id = ${importId}::uuid`

/** Lines that are not in the ledger yet, as JSON with the fields `number, name, hash, currency, minor`. */
export const jsonLines = (rows: string): Prisma.Sql => Prisma.sql`
  SELECT number AS employee_number, name AS employee_name, hash AS account_hash, currency, minor AS amount_minor
  FROM json_to_recordset(${rows}::json) AS line(number text, name text, hash text, currency text, minor bigint)`

/** A number as people keep it: spreadsheets take zeros off its front. */
const PERSON = (number: Prisma.Sql): Prisma.Sql => Prisma.sql`coalesce(nullif(ltrim(upper(${number}), '0'), ''), '0')`
const NAME = (name: Prisma.Sql): Prisma.Sql => Prisma.sql`lower(regexp_replace(normalize(${name}, NFKD), '[^[:alnum:]]', '', 'g'))`
/** A file without employee numbers has the name in their place. */
const NAMED = Prisma.sql`starts_with(employee_name, employee_number)`

/**
 * People are the same by their number, by their account, or by their name where one of the two files has no numbers. Each of the other runs is made
 * sets of keys first, so that a hundred thousand lines to one account meet as one. A payout that failed, came back or was cancelled is none.
 * Measured with 100,000 lines: see docs/bench.
 */
const HITS = ({ companyId, period, runId, lines }: Compared): Prisma.Sql => Prisma.sql`
  mine AS MATERIALIZED (
    SELECT ${PERSON(Prisma.sql`employee_number`)} AS person, employee_name, account_hash, currency, amount_minor, ${NAMED} AS named FROM (${lines}) l),
  theirs AS MATERIALIZED (
    SELECT o.run_id, ${PERSON(Prisma.sql`o.employee_number`)} AS person, o.employee_name, o.account_hash, o.currency, o.amount_minor,
      starts_with(o.employee_name, o.employee_number) AS named, r.status NOT IN ('draft', 'submitted') AS paid
    FROM payroll_run r JOIN payroll_line o ON o.run_id = r.id LEFT JOIN payout p ON p.run_id = o.run_id AND p.line_number = o.line_number
    WHERE r.company_id = ${companyId}::uuid AND r.period = ${period} AND r.status <> 'cancelled' AND r.id IS DISTINCT FROM ${runId}::uuid
      AND (p.status IS NULL OR p.status NOT IN ('failed', 'returned', 'cancelled'))),
  by_person AS (SELECT run_id, person, bool_or(paid) AS paid FROM theirs GROUP BY run_id, person),
  by_account AS (SELECT run_id, account_hash, bool_or(paid) AS paid FROM theirs GROUP BY run_id, account_hash),
  by_pay AS (SELECT DISTINCT run_id, account_hash, currency, amount_minor FROM theirs),
  hits AS MATERIALIZED (
    SELECT person, run_id, bool_or(paid) AS paid, bool_or(known) AS known, bool_or(same) AS same FROM (
      SELECT m.person, t.run_id, t.paid, true AS known, false AS same FROM mine m JOIN by_person t ON t.person = m.person
      UNION ALL SELECT m.person, t.run_id, t.paid, false, false FROM mine m JOIN by_account t ON t.account_hash = m.account_hash
      UNION ALL SELECT m.person, t.run_id, false, false, true FROM mine m
        JOIN by_pay t ON t.account_hash = m.account_hash AND t.currency = m.currency AND t.amount_minor = m.amount_minor
      UNION ALL SELECT m.person, t.run_id, t.paid, true, false FROM mine m JOIN theirs t ON ${NAME(Prisma.sql`t.employee_name`)} = ${NAME(Prisma.sql`m.employee_name`)}
        WHERE m.named
      UNION ALL SELECT m.person, t.run_id, t.paid, true, false FROM (SELECT * FROM theirs WHERE named) t
        JOIN mine m ON ${NAME(Prisma.sql`t.employee_name`)} = ${NAME(Prisma.sql`m.employee_name`)}
    ) each GROUP BY person, run_id)`

type Row = Omit<Repetition, 'period' | 'runs'> & { runs: RepeatedRun[] | null }

/** Compares the lines with all other runs of the company for the period. Call it under `lockPeriod` where something hangs on it. */
export async function findRepetition(db: Ledger | Transaction, compared: Compared): Promise<Repetition> {
  const [row] = await db.$queryRaw<Row[]>`
    WITH ${HITS(compared)}, per_run AS (
      SELECT run_id, count(*)::int AS people, (count(*) FILTER (WHERE paid))::int AS paid, (count(*) FILTER (WHERE same))::int AS same,
        (count(*) FILTER (WHERE NOT known))::int AS by_account
      FROM hits GROUP BY run_id),
    per_person AS (SELECT person, bool_or(same) AS same FROM hits WHERE paid GROUP BY person)
    SELECT (SELECT count(DISTINCT person)::int FROM mine) AS people, (SELECT count(*)::int FROM per_person) AS paid,
      (SELECT (count(*) FILTER (WHERE same))::int FROM per_person) AS "paidSame",
      (SELECT coalesce(sum(n - 1), 0)::int FROM (SELECT count(*) AS n FROM mine GROUP BY person, account_hash, currency, amount_minor HAVING count(*) > 1) e) AS "equalLines",
      (SELECT json_agg(json_build_object('runId', r.id, 'reference', r.reference, 'status', r.status, 'kind', r.kind, 'people', h.people, 'paid', h.paid,
        'same', h.same, 'byAccount', h.by_account, 'sameFile', coalesce(r.source_hash = ${compared.sourceHash}, false)) ORDER BY r.id DESC)
       FROM per_run h JOIN payroll_run r ON r.id = h.run_id) AS runs`
  if (!row) throw new RangeError('a query without rows')
  return { ...row, period: compared.period, runs: row.runs ?? [] }
}

/** A run that is there, against the others. */
export async function readRepetition(db: Ledger | Transaction, runId: string): Promise<Repetition> {
  const [run] = await db.$queryRaw<{ companyId: string; period: string; sourceHash: string }[]>`
    SELECT company_id AS "companyId", period, source_hash AS "sourceHash" FROM payroll_run WHERE id = ${runId}::uuid`
  if (!run) throw new RangeError(`no run ${runId}`)
  return findRepetition(db, { ...run, runId, lines: runLines(runId) })
}

export type AcceptedRepetition = { step: 'draft' | 'submission' | 'approval'; sentence: string; reason: string; by: string; at: string }

/** Who accepted which repetition of a run, and why; the newest first. The caller has checked that the person may see the run. */
export function listAccepted(ledger: Ledger, runId: string): Promise<AcceptedRepetition[]> {
  return ledger.$queryRaw<AcceptedRepetition[]>`
    SELECT step, sentence, reason, actor_name AS by, iso_utc(at) AS at FROM run_repetition WHERE run_id = ${runId}::uuid ORDER BY at DESC, id DESC`
}

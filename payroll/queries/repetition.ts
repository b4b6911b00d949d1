/** Who of a run is in other runs of its company and period as well, whatever file either came from. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { isRepeated, type RepeatedRun, type Repetition } from '../rules/repetition'
import { keptAnswers } from './kept'
import { personOf } from './last-payment'

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

/** Keys are hashed to 64 bits: a hundred thousand lines against half a million took a third of the time that their texts took. */
const KEY = (text: Prisma.Sql): Prisma.Sql => Prisma.sql`hashtextextended(${text}, 0)`
const PERSON = (line: Prisma.Sql): Prisma.Sql => KEY(personOf(Prisma.sql`${line}.employee_number`))
const NAME = (line: Prisma.Sql): Prisma.Sql =>
  KEY(Prisma.sql`lower(regexp_replace(normalize(${line}.employee_name, NFKD), '[^[:alnum:]]', '', 'g'))`)
const KEYS = (line: Prisma.Sql): Prisma.Sql => Prisma.sql`
  ${PERSON(line)} AS person, ${KEY(Prisma.sql`${line}.account_hash`)} AS account,
  ${KEY(Prisma.sql`concat(${line}.account_hash, ${line}.currency, ${line}.amount_minor)`)} AS pay`
/** A file without employee numbers has the name in their place. */
const NAMED = (line: Prisma.Sql): Prisma.Sql => Prisma.sql`starts_with(${line}.employee_name, ${line}.employee_number)`
const [L, O] = [Prisma.sql`l`, Prisma.sql`o`]

/** An account that more people of a run share than this is a card issuer's or a home's: it tells nobody from another. */
const SHARED_BY = 10

/** Lines of the other runs. A payout that failed, came back or was cancelled pays nobody, and its person may be paid again. */
const OTHERS = (runIds: readonly string[], columns: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT o.run_id, r.status NOT IN ('draft', 'submitted') AS paid, ${columns} FROM payroll_run r JOIN payroll_line o ON o.run_id = r.id
  WHERE r.id = ANY(${runIds}::uuid[]) AND NOT EXISTS (
    SELECT FROM payout p WHERE p.run_id = o.run_id AND p.line_number = o.line_number AND p.status IN ('failed', 'returned', 'cancelled'))`

/**
 * People are the same by their number; who is not found by it, by the account; and by the name, where one of the two files has no numbers.
 * Each side is made keys first, and accounts of strangers a set; a hundred thousand lines to one account meet no other run by it.
 */
const HITS = ({ lines }: Compared, runIds: readonly string[], byName: boolean): Prisma.Sql => Prisma.sql`
  mine AS MATERIALIZED (SELECT ${KEYS(L)} FROM (${lines}) l),
  theirs AS MATERIALIZED (${OTHERS(runIds, KEYS(O))}),
  strangers AS MATERIALIZED (SELECT * FROM theirs t WHERE NOT EXISTS (SELECT FROM mine m WHERE m.person = t.person)),
  shared AS MATERIALIZED (SELECT account FROM mine GROUP BY account HAVING count(*) > ${SHARED_BY}),
  found AS (
    SELECT m.person, t.run_id, t.paid, true AS known, t.pay = m.pay AS same FROM mine m JOIN theirs t ON t.person = m.person
    UNION ALL
    SELECT m.person, t.run_id, t.paid, false, p.pay IS NOT NULL
    FROM (SELECT run_id, account, bool_or(paid) AS paid FROM strangers WHERE account NOT IN (SELECT account FROM shared) GROUP BY run_id, account) t
      JOIN mine m ON m.account = t.account
      LEFT JOIN (SELECT DISTINCT run_id, pay FROM strangers) p ON p.run_id = t.run_id AND p.pay = m.pay
    ${byName ? Prisma.sql`UNION ALL ${NAMESAKES(lines, runIds)}` : Prisma.empty}),
  hits AS MATERIALIZED (
    SELECT person, run_id, bool_or(paid) AS paid, bool_or(known) AS known, bool_or(same) AS same FROM found GROUP BY person, run_id)`

const NAMESAKES = (lines: Prisma.Sql, runIds: readonly string[]): Prisma.Sql => Prisma.sql`
  SELECT DISTINCT m.person, t.run_id, t.paid, true, false
  FROM (SELECT DISTINCT ${PERSON(L)} AS person, ${NAME(L)} AS name, ${NAMED(L)} AS named FROM (${lines}) l) m
    JOIN (SELECT DISTINCT run_id, paid, name, named FROM (${OTHERS(runIds, Prisma.sql`${NAME(O)} AS name, ${NAMED(O)} AS named`)}) o) t
      ON t.name = m.name AND (t.named OR m.named)`

type Counted = Pick<Repetition, 'paid' | 'paidSame'> & {
  runs: { runId: string; people: number; paid: number; same: number; byAccount: number }[] | null
}
type Other = Pick<RepeatedRun, 'runId' | 'reference' | 'status' | 'kind' | 'sameFile'>

/** Compares the lines with all other runs of the company for the period, inside a transaction: under `lockPeriod` where something hangs on it. */
export async function findRepetition(db: Transaction, compared: Compared): Promise<Repetition> {
  const { companyId, period, runId, sourceHash, lines } = compared
  const [facts, others] = [await factsOf(db, lines), await otherRuns(db, { companyId, period, runId, sourceHash })]
  const repetition = {
    period,
    people: facts.people,
    equalLines: facts.equalLines,
    paid: 0,
    paidSame: 0,
    bookedAfterAll: { people: 0, references: [] },
    runs: [],
  }
  if (others.length === 0) return repetition
  const runIds = others.map((run) => run.runId)
  const byName = facts.named || (await haveNames(db, runIds))
  const counting = Prisma.sql`
    WITH ${HITS(compared, runIds, byName)}, per_person AS (SELECT person, bool_or(same) AS same FROM hits WHERE paid GROUP BY person)
    SELECT (SELECT count(*)::int FROM per_person) AS paid, (SELECT (count(*) FILTER (WHERE same))::int FROM per_person) AS "paidSame",
      (SELECT json_agg(t) FROM (
        SELECT run_id AS "runId", count(*)::int AS people, (count(*) FILTER (WHERE paid))::int AS paid, (count(*) FILTER (WHERE same))::int AS same,
          (count(*) FILTER (WHERE NOT known))::int AS "byAccount"
        FROM hits GROUP BY run_id) t) AS runs`
  // Sets of half a million keys fit into this; with the usual 4 MB they were sorted on disk.
  await db.$queryRaw`SELECT set_config('work_mem', '64MB', true)`
  const [row] = await db.$queryRaw<Counted[]>(counting)
  const counts = new Map((row?.runs ?? []).map((run) => [run.runId, run]))
  const runs = others.flatMap((other) => {
    const counted = counts.get(other.runId)
    return counted ? [{ ...other, ...counted }] : []
  })
  const bookedAfterAll = await countBookedAfterAll(db, compared, runIds)
  return { ...repetition, paid: row?.paid ?? 0, paidSame: row?.paidSame ?? 0, bookedAfterAll, runs }
}

/** Of these people, whose payment in another run had failed and is settled all the same. Few payments ever are, so they are looked for first. */
async function countBookedAfterAll(db: Transaction, { lines }: Compared, runIds: readonly string[]): Promise<Repetition['bookedAfterAll']> {
  const [row] = await db.$queryRaw<Repetition['bookedAfterAll'][]>`
    WITH booked AS MATERIALIZED (
      SELECT r.reference, ${PERSON(O)} AS person, ${KEY(Prisma.sql`concat(o.account_hash, lower(o.beneficiary_name))`)} AS owner
      FROM settlement_instruction i JOIN payout o ON o.id = i.payout_id JOIN payroll_run r ON r.id = o.run_id
      WHERE i.stopped_at IS NOT NULL AND i.status = 'settled' AND o.run_id = ANY(${runIds}::uuid[])
    ), mine AS MATERIALIZED (
      SELECT ${PERSON(L)} AS person, ${KEY(Prisma.sql`concat(l.account_hash, lower(l.employee_name))`)} AS owner FROM (${lines}) l WHERE EXISTS (SELECT FROM booked))
    SELECT count(DISTINCT m.person)::int AS people, coalesce(json_agg(DISTINCT b.reference), '[]') AS references
    FROM booked b JOIN mine m ON m.person = b.person OR m.owner = b.owner`
  return row && row.people > 0 ? row : { people: 0, references: [] }
}

/** What its lines say of themselves. */
async function factsOf(db: Transaction, lines: Prisma.Sql): Promise<{ people: number; equalLines: number; named: boolean }> {
  const [row] = await db.$queryRaw<{ people: number; equalLines: number; named: boolean }[]>`
    SELECT count(DISTINCT person)::int AS people, coalesce(sum(n - 1), 0)::int AS "equalLines", coalesce(bool_or(named), false) AS named FROM (
      SELECT ${PERSON(L)} AS person, count(*) AS n, bool_or(${NAMED(L)}) AS named FROM (${lines}) l GROUP BY 1, account_hash, currency, amount_minor) each`
  return row ?? { people: 0, equalLines: 0, named: false }
}

/** The newest first. */
function otherRuns(db: Transaction, { companyId, period, runId, sourceHash }: Omit<Compared, 'lines'>): Promise<Other[]> {
  return db.$queryRaw<Other[]>`
    SELECT id AS "runId", reference, status, kind, coalesce(source_hash = ${sourceHash}, false) AS "sameFile" FROM payroll_run
    WHERE company_id = ${companyId}::uuid AND period = ${period} AND status <> 'cancelled' AND id IS DISTINCT FROM ${runId}::uuid ORDER BY id DESC`
}

/** Whether one of these runs came from a file without employee numbers: its first line tells. */
async function haveNames(db: Transaction, runIds: readonly string[]): Promise<boolean> {
  const [row] = await db.$queryRaw<{ named: boolean }[]>`
    SELECT coalesce(bool_or(${NAMED(O)}), false) AS named
    FROM unnest(${runIds}::uuid[]) AS id, LATERAL (SELECT * FROM payroll_line WHERE run_id = id ORDER BY line_number LIMIT 1) o`
  return row?.named ?? false
}

/** The same for a run that is there. */
export async function findRunRepetition(db: Transaction, runId: string): Promise<Repetition> {
  const [run] = await db.$queryRaw<{ companyId: string; period: string; sourceHash: string }[]>`
    SELECT company_id AS "companyId", period, source_hash AS "sourceHash" FROM payroll_run WHERE id = ${runId}::uuid`
  if (!run) throw new RangeError(`no run ${runId}`)
  return findRepetition(db, { ...run, runId, lines: runLines(runId) })
}

const READ_MS = 60_000

/** What a page shows: read in a transaction of its own; null when nobody is paid again. */
export async function readRepetition(ledger: Ledger, find: (db: Transaction) => Promise<Repetition>): Promise<Repetition | null> {
  const found = await ledger.$transaction(find, { timeout: READ_MS, maxWait: 10_000, isolationLevel: 'ReadCommitted' })
  return isRepeated(found) ? found : null
}

const KEPT_RUNS_MAX = 200
const keptRepetitions = keptAnswers<Repetition>(KEPT_RUNS_MAX)

/** What the page of a run shows, which is asked for again and again; what a command is decided by is always found anew. Null when nobody is paid again. */
export async function shownRepetition(ledger: Ledger, runId: string): Promise<Repetition | null> {
  const found = await keptRepetitions(ledger, runId, await whatElseIsPaid(ledger, runId), () =>
    ledger.$transaction(async (tx) => ({ from: await whatElseIsPaid(tx, runId), found: await findRunRepetition(tx, runId) }), {
      ...{ timeout: READ_MS, maxWait: 10_000, isolationLevel: 'RepeatableRead' },
    }),
  )
  return isRepeated(found) ? found : null
}

/** The other runs of the period, and whose payments in them failed or came back. */
async function whatElseIsPaid(db: Ledger | Transaction, runId: string): Promise<string> {
  const [row] = await db.$queryRaw<{ runs: string | null }[]>`
    SELECT md5(string_agg(concat(o.id, o.status, o.version, (
      SELECT sum(hashtextextended(concat(i.payout_id, i.attempt), 0)) FROM bank_message m
      JOIN settlement_instruction i ON i.bank_message_id = m.id AND i.status IN ('failed', 'returned') WHERE m.run_id = o.id)), ' ' ORDER BY o.id)) AS runs
    FROM payroll_run r JOIN payroll_run o ON o.company_id = r.company_id AND o.period = r.period AND o.id <> r.id WHERE r.id = ${runId}::uuid`
  return row?.runs ?? ''
}

export type AcceptedRepetition = { step: 'draft' | 'submission' | 'approval'; sentence: string; reason: string; by: string; at: string }

/** Who accepted which repetition of a run, and why; the newest first. The caller has checked that the person may see the run. */
export function listAccepted(ledger: Ledger, runId: string): Promise<AcceptedRepetition[]> {
  return ledger.$queryRaw<AcceptedRepetition[]>`
    SELECT step, sentence, reason, actor_name AS by, iso_utc(at) AS at FROM run_repetition WHERE run_id = ${runId}::uuid ORDER BY at DESC, id DESC`
}

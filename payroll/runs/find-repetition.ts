/** Who of a run is in other runs of its company as well, for the same period or on the same days, whatever file either came from. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { type Found, keptAnswers, storedAnswer } from '../transaction/kept'
import { ACCOUNT, KEY, NAME_AND_AMOUNT, PAY, PERSON, SHARED_BY } from './line-keys'
import { countSamePay, isNear } from './near-runs'
import { isNoted, NOBODY, type PeopleElsewhere, type RepeatedRun, type Repetition } from './repetition'
import { joinedAsSets, ofRun, ofRuns } from './whole-runs'

/** What is compared: lines as SQL with the columns `employee_number, employee_name, account_hash, currency, amount_minor`. */
export type Compared = {
  companyId: string
  period: string
  payDate: string
  runId: string | null
  sourceHash: string | null
  lines: Prisma.Sql
}

const COLUMNS = Prisma.sql`employee_number, employee_name, account_hash, currency, amount_minor`

/** The lines of a run. */
export const runLines = (runId: string): Prisma.Sql =>
  Prisma.sql`SELECT ${COLUMNS} FROM payroll_line WHERE ${ofRun(Prisma.sql`run_id`, runId)}`

const NAME = (line: Prisma.Sql): Prisma.Sql =>
  KEY(Prisma.sql`lower(regexp_replace(normalize(${line}.employee_name, NFKD), '[^[:alnum:]]', '', 'g'))`)
const KEYS = (line: Prisma.Sql): Prisma.Sql => Prisma.sql`
  ${PERSON(line)} AS person, ${ACCOUNT(line)} AS account, ${PAY(line)} AS pay,
  ${line}.employee_name, ${line}.currency, ${line}.amount_minor`
/** A file without employee numbers has the name in their place. */
const NAMED = (line: Prisma.Sql): Prisma.Sql => Prisma.sql`starts_with(${line}.employee_name, ${line}.employee_number)`
const [LINE, OTHER, PAYOUT] = [Prisma.sql`line`, Prisma.sql`other`, Prisma.sql`payout`]
const [MINE, THEIRS] = [Prisma.sql`mine`, Prisma.sql`theirs`]

/**
 * Payouts of the other runs that failed, came back or were cancelled: they pay nobody. `mark` is why their people are asked about all the same, or
 * `undecided`; null where their person is to be paid again.
 */
const STOPPED = (runIds: readonly string[]): Prisma.Sql => Prisma.sql`
  SELECT payout.run_id, payout.line_number, CASE WHEN payout.status = 'cancelled' OR (decided.outcome = 'pay-again'
    AND decided.confirmed_by IS NOT NULL) THEN NULL
    WHEN decided.outcome IN ('paid-otherwise', 'not-owed') THEN decided.outcome ELSE 'undecided' END AS mark
  FROM payout LEFT JOIN payout_outcome decided ON decided.payout_id = payout.id AND decided.payout_version = payout.version
  WHERE ${ofRuns(Prisma.sql`payout.run_id`, runIds)} AND payout.status IN ('failed', 'returned', 'cancelled')`

/** Lines of the other runs by which their people may be in them; one without a `mark` pays, or will. */
const OTHERS = (runIds: readonly string[], columns: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT other.run_id, run.status NOT IN ('draft', 'submitted') AS approved, stopped.mark, ${columns}
  FROM payroll_run run JOIN payroll_line other ON other.run_id = run.id LEFT JOIN stopped ON stopped.run_id = other.run_id
    AND stopped.line_number = other.line_number
  WHERE ${ofRuns(Prisma.sql`other.run_id`, runIds)} AND (stopped.run_id IS NULL OR stopped.mark IS NOT NULL)`

/**
 * People are the same by their number; who is not found by it, by the account; and by the name, where one of the two files has no numbers.
 * Each side is made keys first, and accounts of strangers a set; a hundred thousand lines to one account meet no other run by it. A number stands in few
 * lines; of what may stand in every line, a name, an amount, an account, each comes once on one side of a join.
 */
const HITS = ({ lines }: Compared, runIds: readonly string[], byName: boolean): Prisma.Sql => Prisma.sql`
  stopped AS MATERIALIZED (${STOPPED(runIds)}),
  mine AS MATERIALIZED (SELECT ${KEYS(LINE)} FROM (${lines}) line),
  theirs AS MATERIALIZED (${OTHERS(runIds, KEYS(OTHER))}),
  strangers AS MATERIALIZED (SELECT * FROM theirs WHERE NOT EXISTS (SELECT FROM mine WHERE mine.person = theirs.person)),
  shared AS MATERIALIZED (SELECT account FROM mine GROUP BY account HAVING count(*) > ${SHARED_BY}),
  found AS (
    SELECT mine.person, theirs.run_id, theirs.approved, theirs.mark, true AS known, theirs.pay = mine.pay AS same FROM mine
      JOIN theirs ON theirs.person = mine.person
    UNION ALL
    SELECT mine.person, theirs.run_id, theirs.approved, theirs.mark, false, paid.pay IS NOT NULL
    FROM (SELECT DISTINCT run_id, account, approved, mark FROM strangers WHERE account NOT IN (SELECT account FROM shared)) theirs
      JOIN mine ON mine.account = theirs.account
      LEFT JOIN (SELECT DISTINCT run_id, pay FROM strangers) paid ON paid.run_id = theirs.run_id AND paid.pay = mine.pay
    ${byName ? Prisma.sql`UNION ALL ${NAMESAKES(lines, runIds)}` : Prisma.empty}),
  hits AS MATERIALIZED (
    SELECT person, run_id, bool_or(mark IS DISTINCT FROM 'undecided') AS counts, bool_or(approved AND mark IS NULL) AS paid, bool_or(known) AS known,
      bool_or(same AND mark IS NULL) AS same, array_agg(mark) FILTER (WHERE mark IS NOT NULL) AS marks
    FROM found GROUP BY person, run_id)`

const NAMESAKES = (lines: Prisma.Sql, runIds: readonly string[]): Prisma.Sql => Prisma.sql`
  SELECT DISTINCT mine.person, theirs.run_id, theirs.approved, theirs.mark, true, false
  FROM (SELECT DISTINCT ${PERSON(LINE)} AS person, ${NAME(LINE)} AS name, ${NAMED(LINE)} AS named FROM (${lines}) line) mine
    JOIN (SELECT DISTINCT run_id, approved, mark, name, named
      FROM (${OTHERS(runIds, Prisma.sql`${NAME(OTHER)} AS name, ${NAMED(OTHER)} AS named`)}) other) theirs
      ON theirs.name = mine.name AND (theirs.named OR mine.named)`

type OutcomeSaid = 'paid-otherwise' | 'not-owed' | 'undecided'
type Counted = Pick<Repetition, 'paid' | 'paidSame'> & {
  runs: { runId: string; people: number; paid: number; same: number; byAccount: number }[] | null
  marks: { mark: OutcomeSaid; people: number; runIds: string[] }[] | null
  namesakes: { people: number; runIds: string[] | null }
}
type Other = Pick<RepeatedRun, 'runId' | 'reference' | 'period' | 'payDate' | 'status' | 'kind' | 'sameFile'>

const COUNTED = Prisma.sql`
  per_person AS (SELECT person, bool_or(same) AS same FROM hits WHERE paid GROUP BY person),
  marked AS (
    SELECT mark, person, run_id FROM (
      SELECT unnest(marks) AS mark, person, run_id, bool_or(counts) OVER (PARTITION BY person) AS counted FROM hits) hits
    WHERE mark <> 'undecided' OR NOT counted),
  namesakes AS (
    SELECT DISTINCT mine.person, theirs.run_id FROM (
        SELECT run_id, ${NAME_AND_AMOUNT(THEIRS)} AS name_and_amount, min(account) AS lowest, max(account) AS highest FROM strangers theirs
          WHERE mark IS NULL GROUP BY 1, 2) theirs
      JOIN mine ON ${NAME_AND_AMOUNT(MINE)} = theirs.name_and_amount AND (mine.account <> theirs.lowest OR mine.account <> theirs.highest)
    WHERE NOT EXISTS (SELECT FROM hits WHERE hits.person = mine.person))
  SELECT (SELECT count(*)::int FROM per_person) AS paid, (SELECT (count(*) FILTER (WHERE same))::int FROM per_person) AS "paidSame",
    (SELECT json_agg(counted) FROM (
      SELECT run_id AS "runId", count(*)::int AS people, (count(*) FILTER (WHERE paid))::int AS paid, (count(*) FILTER (WHERE same))::int AS same,
        (count(*) FILTER (WHERE NOT known))::int AS "byAccount"
      FROM hits WHERE counts GROUP BY run_id) counted) AS runs,
    (SELECT json_agg(counted) FROM (SELECT mark, count(DISTINCT person)::int AS people, array_agg(DISTINCT run_id) AS "runIds" FROM marked
      GROUP BY mark) counted) AS marks,
    (SELECT json_build_object('people', count(DISTINCT person)::int, 'runIds', array_agg(DISTINCT run_id)) FROM namesakes) AS namesakes`

/**
 * Compares the lines with all other runs of the company for the period, and with those for others that are paid on nearly the same days, inside a
 * transaction: under `lockPeriod` where something hangs on it.
 */
export async function findRepetition(db: Transaction, compared: Compared): Promise<Repetition> {
  const { period, lines } = compared
  const [facts, runs] = [await factsOf(db, lines), await otherRuns(db, compared)]
  const [others, near] = [runs.filter((run) => run.period === period), runs.filter((run) => run.period !== period)]
  const named = facts.named || (await haveNames(db, others.map(idOf)))
  const [within, samePay] = await joinedAsSets(db, async () => [
    await countWithin(db, compared, others, named),
    near.length === 0 ? [] : await countSamePay(db, lines, near.map(idOf)),
  ])
  return {
    ...{ period, people: facts.people, equalLines: facts.equalLines, ...within },
    runs: [...within.runs, ...withCounts(near, samePay)],
  }
}

const idOf = ({ runId }: Other): string => runId

function withCounts<T extends { runId: string }>(runs: readonly Other[], counted: readonly T[]): (Other & T)[] {
  const counts = new Map(counted.map((each) => [each.runId, each]))
  return runs.flatMap((run) => {
    const found = counts.get(run.runId)
    return found ? [{ ...run, ...found }] : []
  })
}

type Within = Omit<Repetition, 'period' | 'people' | 'equalLines'>

/** The other runs of the period; `named` where one of the files has names in place of numbers. */
async function countWithin(db: Transaction, compared: Compared, others: readonly Other[], named: boolean): Promise<Within> {
  const nothing = { bookedAfterAll: NOBODY, paidOtherwise: NOBODY, notOwed: NOBODY, undecided: NOBODY, namesakes: NOBODY }
  if (others.length === 0) return { paid: 0, paidSame: 0, ...nothing, runs: [] }
  const runIds = others.map(idOf)
  const [row] = await db.$queryRaw<Counted[]>(Prisma.sql`WITH ${HITS(compared, runIds, named)}, ${COUNTED}`)
  const inRuns = (found: { people: number; runIds: string[] | null } | undefined): PeopleElsewhere => {
    if (!found || found.people === 0) return NOBODY
    return { people: found.people, references: others.filter((run) => found.runIds?.includes(run.runId)).map((run) => run.reference) }
  }
  const marked = (mark: OutcomeSaid): PeopleElsewhere => inRuns(row?.marks?.find((each) => each.mark === mark))
  return {
    ...{ paid: row?.paid ?? 0, paidSame: row?.paidSame ?? 0 },
    bookedAfterAll: await countBookedAfterAll(db, compared, runIds),
    ...{ paidOtherwise: marked('paid-otherwise'), notOwed: marked('not-owed'), undecided: marked('undecided') },
    namesakes: inRuns(row?.namesakes),
    runs: withCounts(others, row?.runs ?? []),
  }
}

/** Of these people, whose payment in another run had failed and is settled all the same. Few payments ever are, so they are looked for first. */
async function countBookedAfterAll(db: Transaction, { lines }: Compared, runIds: readonly string[]): Promise<Repetition['bookedAfterAll']> {
  const [row] = await db.$queryRaw<Repetition['bookedAfterAll'][]>`
    WITH booked AS MATERIALIZED (
      SELECT run.reference, ${PERSON(PAYOUT)} AS person, ${KEY(Prisma.sql`concat(payout.account_hash, lower(payout.beneficiary_name))`)} AS owner
      FROM settlement_instruction instruction JOIN payout ON payout.id = instruction.payout_id JOIN payroll_run run ON run.id = payout.run_id
      WHERE instruction.stopped_at IS NOT NULL AND instruction.status = 'settled' AND ${ofRuns(Prisma.sql`payout.run_id`, runIds)}
    ), mine AS MATERIALIZED (
      SELECT ${PERSON(LINE)} AS person, ${KEY(Prisma.sql`concat(line.account_hash, lower(line.employee_name))`)} AS owner FROM (${lines}) line
        WHERE EXISTS (SELECT FROM booked))
    SELECT count(DISTINCT person)::int AS people, coalesce(json_agg(DISTINCT reference), '[]') AS references FROM (
      SELECT mine.person, booked.reference FROM (SELECT DISTINCT reference, person FROM booked) booked JOIN mine ON mine.person = booked.person
      UNION ALL SELECT mine.person, booked.reference FROM (SELECT DISTINCT reference, owner FROM booked) booked JOIN mine ON mine.owner = booked.owner) found`
  return row && row.people > 0 ? row : NOBODY
}

type Facts = { people: number; equalLines: number; named: boolean }

/** What its lines say of themselves. */
async function factsOf(db: Transaction, lines: Prisma.Sql): Promise<Facts> {
  const [row] = await db.$queryRaw<Facts[]>`
    SELECT count(DISTINCT person)::int AS people, coalesce(sum(n - 1), 0)::int AS "equalLines", coalesce(bool_or(named), false) AS named FROM (
      SELECT ${PERSON(LINE)} AS person, count(*) AS n, bool_or(${NAMED(LINE)}) AS named FROM (${lines}) line GROUP BY 1, ${PAY(LINE)}) each`
  return row ?? { people: 0, equalLines: 0, named: false }
}

/** Of the period and of near pay dates, the newest first. */
function otherRuns(db: Transaction, { companyId, period, payDate, runId, sourceHash }: Compared): Promise<Other[]> {
  return db.$queryRaw<Other[]>`
    SELECT other.id AS "runId", other.reference, other.period, other.pay_date::text AS "payDate", other.status, other.kind,
      coalesce(other.source_hash = ${sourceHash}, false) AS "sameFile"
    FROM payroll_run other WHERE other.company_id = ${companyId}::uuid AND other.status <> 'cancelled' AND other.id IS DISTINCT FROM ${runId}::uuid
      AND (other.period = ${period} OR ${isNear(OTHER, Prisma.sql`${period}`, Prisma.sql`${payDate}::date`)})
    ORDER BY other.id DESC`
}

/** Whether one of these runs came from a file without employee numbers: its first line tells. */
async function haveNames(db: Transaction, runIds: readonly string[]): Promise<boolean> {
  const [row] = await db.$queryRaw<{ named: boolean }[]>`
    SELECT coalesce(bool_or(${NAMED(OTHER)}), false) AS named
    FROM unnest(${runIds}::uuid[]) AS id, LATERAL (SELECT * FROM payroll_line WHERE run_id = id ORDER BY line_number LIMIT 1) other`
  return row?.named ?? false
}

/** The same for a run that is there. */
export async function findRunRepetition(db: Transaction, runId: string): Promise<Repetition> {
  const [run] = await db.$queryRaw<Omit<Compared, 'runId' | 'lines'>[]>`
    SELECT company_id AS "companyId", period, pay_date::text AS "payDate", source_hash AS "sourceHash" FROM payroll_run WHERE id = ${runId}::uuid`
  if (!run) throw new RangeError(`no run ${runId}`)
  return findRepetition(db, { ...run, runId, lines: runLines(runId) })
}

const READ_MS = 60_000

/** What a page shows: read in a transaction of its own; null when there is nothing to say. */
export async function readRepetition(ledger: Ledger, find: (db: Transaction) => Promise<Repetition>): Promise<Repetition | null> {
  const found = await ledger.$transaction(find, { timeout: READ_MS, maxWait: 10_000, isolationLevel: 'ReadCommitted' })
  return isNoted(found) ? found : null
}

const KEPT_RUNS_MAX = 200
const keptRepetitions = keptAnswers<Repetition>(KEPT_RUNS_MAX)

/** What the page of a run shows, which is asked for again and again; what a command is decided by is always found anew. Null when there is nothing to say. */
export async function shownRepetition(ledger: Ledger, runId: string): Promise<Repetition | null> {
  const from = await whatElseIsPaid(ledger, runId)
  const found = await keptRepetitions(ledger, runId, from, () =>
    storedAnswer(ledger, { runId, question: 'repetition 1', from }, () => repetitionNow(ledger, runId)),
  )
  return isNoted(found) ? found : null
}

/** In one snapshot with what it is found from. */
const repetitionNow = (ledger: Ledger, runId: string): Promise<Found<Repetition>> =>
  ledger.$transaction(async (tx) => ({ from: await whatElseIsPaid(tx, runId), found: await findRunRepetition(tx, runId) }), {
    ...{ timeout: READ_MS, maxWait: 10_000, isolationLevel: 'RepeatableRead' },
  })

/** The other runs that it is compared with, whose payments in them failed or came back, and what was decided about those. */
async function whatElseIsPaid(db: Ledger | Transaction, runId: string): Promise<string> {
  const [row] = await db.$queryRaw<{ runs: string | null }[]>`
    SELECT md5(string_agg(concat(other.id, other.status, other.version, other.pay_date, (
      SELECT sum(hashtextextended(concat(instruction.payout_id, instruction.attempt, decided.version), 0)) FROM bank_message message
      JOIN settlement_instruction instruction ON instruction.bank_message_id = message.id AND instruction.status IN ('failed', 'returned')
      LEFT JOIN payout_outcome decided ON decided.payout_id = instruction.payout_id WHERE message.run_id = other.id)), ' ' ORDER BY other.id)) AS runs
    FROM payroll_run this JOIN payroll_run other ON other.company_id = this.company_id AND other.id <> this.id
      AND (other.period = this.period OR ${isNear(OTHER, Prisma.sql`this.period`, Prisma.sql`this.pay_date`)}) WHERE this.id = ${runId}::uuid`
  return row?.runs ?? ''
}

export type AcceptedRepetition = { step: 'draft' | 'submission' | 'approval'; sentence: string; reason: string; by: string; at: string }

/** Who accepted which repetition of a run, and why; the newest first. The caller has checked that the person may see the run. */
export function listAccepted(ledger: Ledger, runId: string): Promise<AcceptedRepetition[]> {
  return ledger.$queryRaw<AcceptedRepetition[]>`
    SELECT step, sentence, reason, actor_name AS by, iso_utc(at) AS at FROM run_repetition WHERE run_id = ${runId}::uuid ORDER BY at DESC, id DESC`
}

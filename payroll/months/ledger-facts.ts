/** What the ledger says of a month's checklist, in one transaction or outside of one. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import type { Explainable, Explanation, LedgerFacts, Subject } from './checklist'
import { daysOf, monthsLater } from './month'

type Db = Ledger | Transaction
type Found = { id: string; name: string; found: string }
type Told = { item: string; subject: string; found: string; reason: string; by: string; at: string }

/** More are not listed one by one, and cannot be explained: so many are no month to close. */
const SUBJECTS_MAX = 1_000
export const MORE = 'more'

/** @param prepared the close that was prepared; the comparison is looked for at its position. */
export async function ledgerFacts(
  db: Db,
  month: string,
  prepared: { era: number; position: string } | null,
): Promise<LedgerFacts & { round: number }> {
  const round = await roundOf(db, month)
  const told = await explanationsOf(db, month, round)
  const [state] = await db.$queryRaw<
    { endsAt: string; hasEnded: boolean; laterClosed: string | null; earlierOpen: boolean; era: number; mismatches: number }[]
  >`
    SELECT iso_utc(coalesce((SELECT max((${daysOf(month).after}::date)::timestamp AT TIME ZONE bank.time_zone) FROM company
        JOIN bank_profile bank ON bank.id = company.bank_profile_id), (${daysOf(month).after}::date)::timestamp AT TIME ZONE 'UTC')) AS "endsAt",
      month_has_ended(${month}) AS "hasEnded",
      (SELECT max(month) FROM month_close WHERE state = 'closed' AND month > ${month}) AS "laterClosed",
      NOT month_in_order(${month}) AS "earlierOpen", (SELECT era FROM relay_leader) AS era,
      (SELECT count(*)::int FROM mismatch WHERE state = 'open') AS mismatches`
  const stops = await db.$queryRaw<{ sentence: string }[]>`SELECT sentence FROM history_stop ORDER BY process`
  const comparison = prepared && (await comparisonOf(db, prepared))
  const { endsAt = '', hasEnded = false, laterClosed = null, earlierOpen = false, era = 0, mismatches = 0 } = state ?? {}
  return {
    ...{ endsAt, hasEnded, laterClosed, era, mismatches, round },
    earlierOpen: earlierOpen && laterClosed === null ? monthsLater(month, -1) : null,
    stops: stops.map(({ sentence }) => sentence),
    compared: comparison?.made ?? null,
    comparisonUnderWay: comparison?.underWay ?? false,
    runs: withExplanations('runs', await unsettledRuns(db, month), told, (id) => `/payroll/runs/${id}`),
    bankFiles: withExplanations('bank-files', await unsentFiles(db, month), told, () => '/payroll/bank-files'),
    exceptions: withExplanations('exceptions', await openExceptions(db, month), told, (id) => `/payroll/findings/${id}`),
  }
}

/** How often the month was reopened: explanations hold for one round. */
export async function roundOf(db: Db, month: string): Promise<number> {
  const [row] = await db.$queryRaw<{ round: number }[]>`
    SELECT count(*)::int AS round FROM month_close WHERE month = ${month} AND state = 'reopened'`
  return row?.round ?? 0
}

/** Of each subject the newest. */
export function explanationsOf(db: Db, month: string, round: number): Promise<Told[]> {
  return db.$queryRaw<Told[]>`
    SELECT DISTINCT ON (item, subject) item, subject, found, reason, coalesce((SELECT name FROM app_user WHERE app_user.id = explained_by), explained_by) AS by,
      iso_utc(explained_at) AS at
    FROM month_explanation WHERE month = ${month} AND round = ${round} ORDER BY item, subject, explained_at DESC, id DESC`
}

function withExplanations(item: Explainable, found: readonly Found[], told: readonly Told[], href: (id: string) => string): Subject[] {
  const known = new Map(told.filter((each) => each.item === item).map((each) => [each.subject, each]))
  const listed = found.slice(0, SUBJECTS_MAX).map(({ id, name, found: now }): Subject => {
    const said = known.get(id)
    const explanation: Explanation | null = said?.found === now ? { reason: said.reason, by: said.by, at: said.at } : null
    return { id, name, found: now, href: href(id), explanation }
  })
  if (found.length <= SUBJECTS_MAX) return listed
  return [
    ...listed,
    {
      id: MORE,
      name: 'more',
      found: `There are more than ${SUBJECTS_MAX}. Resolve some of them first.`,
      href: href(''),
      explanation: null,
    },
  ]
}

async function comparisonOf(db: Db, { era, position }: { era: number; position: string }) {
  const [made] = await db.$queryRaw<{ position: string }[]>`
    SELECT position::text FROM comparison WHERE tier = 'deep' AND state = 'done' AND comparison.era = ${era} AND comparison.position >= ${position}::bigint
      AND copies @> '[{"copy": "finance", "leftOut": null}]' ORDER BY finished_at DESC LIMIT 1`
  const [waiting] = await db.$queryRaw<{ one: number }[]>`
    SELECT 1 AS one FROM comparison WHERE tier = 'deep' AND state IN ('asked', 'running') LIMIT 1`
  return { made: made ?? null, underWay: waiting !== undefined }
}

/** A run is of the month of its pay date, whichever period it pays for: that is when its money moves. */
function unsettledRuns(db: Db, month: string): Promise<Found[]> {
  return db.$queryRaw<Found[]>`
    SELECT run.id::text AS id, run.reference AS name, 'It is ' || run.status || '.' AS found FROM payroll_run run
    WHERE ${inMonth(month, Prisma.sql`run.pay_date`)} AND run.status NOT IN ('settled', 'cancelled')
    ORDER BY run.pay_date, run.reference LIMIT ${SUBJECTS_MAX + 1}`
}

/** Files to the bank that are not sent, files by hand that nobody decided, and files that a restored ledger does not know. */
function unsentFiles(db: Db, month: string): Promise<Found[]> {
  return db.$queryRaw<Found[]>`
    SELECT message.id::text AS id, message.file_name AS name, 'It is ' || message.status || '.' AS found
    FROM bank_message message JOIN payroll_run run ON run.id = message.run_id
    WHERE message.direction = 'out' AND message.status <> 'handed-over' AND run.status <> 'cancelled' AND ${inMonth(month, Prisma.sql`run.pay_date`)}
    UNION ALL
    SELECT proposal.id::text, proposal.file_name, 'It waits for a second person.' FROM bank_file_proposal proposal
    WHERE proposal.state = 'proposed' AND proposal.proposed_at < ${daysOf(month).after}::date
    UNION ALL
    SELECT unknown.file_name, unknown.file_name, 'Nobody has said which payments it holds.' FROM unaccounted_file unknown
    WHERE unknown.accounted_at IS NULL AND ${inMonth(month, Prisma.sql`unknown.handed_over_at`)}
    ORDER BY 2, 1 LIMIT ${SUBJECTS_MAX + 1}`
}

/** An exception is of the month in which the bank booked its entry; without an entry, of the run's pay date, or else of the day on which it was found. */
export const EXCEPTION_DAY = Prisma.sql`coalesce(claim.booked_on, run.pay_date, (finding.created_at AT TIME ZONE 'UTC')::date)`

function openExceptions(db: Db, month: string): Promise<Found[]> {
  return db.$queryRaw<Found[]>`
    SELECT finding.id::text AS id, finding.reference AS name,
      finding.problem || coalesce(' ' || finding.currency || ' ' || finding.amount_minor::text || ' minor units.', '') AS found
    FROM bank_finding finding LEFT JOIN bank_claim claim ON claim.key = finding.claim_key LEFT JOIN payroll_run run ON run.id = finding.run_id
    WHERE finding.state <> 'resolved' AND ${inMonth(month, EXCEPTION_DAY)}
    ORDER BY finding.created_at, finding.id LIMIT ${SUBJECTS_MAX + 1}`
}

/** Whether a day lies in the month. */
export const inMonth = (month: string, day: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`${day} >= ${daysOf(month).first}::date AND ${day} < ${daysOf(month).after}::date`

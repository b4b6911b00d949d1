/** The payroll desk's inbox: runs by what they need next. */
import type { RunStatus } from '@/events/payroll-run-v1'
import { type Ledger, Prisma } from '@/prisma/connect'
import { holdsWords } from '../transaction/named'
import { type Viewer, visible } from '../transaction/viewer'
import type { RunKind } from './run-kind'
import type { Total } from './totals'

export const INBOXES = ['needs-my-approval', 'waiting', 'draft', 'paying', 'done', 'attention'] as const
export type Inbox = (typeof INBOXES)[number]

export type RunRow = {
  id: string
  reference: string
  companyName: string
  period: string
  kind: RunKind
  payDate: string
  /** When the bank must have its files on the pay date, ISO in UTC. */
  cutOffAt: string
  status: RunStatus
  version: number
  lines: number
  totals: Total[]
  preparedByName: string
  statusSince: string
  failed: number
  returned: number
}

export type RunList = { rows: RunRow[]; counts: Record<Inbox, number>; nextCursor: string | null }

const PAGE_ROWS = 50
/** What is done grows for ever, and nobody works through it. */
export const COUNTED_MAX = 1_000

/** Has had a hand in the run: prepared, submitted or edited it. */
const mine = (viewer: Viewer) => Prisma.sql`(run.prepared_by = ${viewer.userId} OR run.submitted_by IS NOT DISTINCT FROM ${viewer.userId}
  OR EXISTS (SELECT FROM run_hand editor WHERE editor.run_id = run.id AND editor.user_id = ${viewer.userId}))`

/**
 * Payouts of the run that ended so: found from the bank's answers, which have an index, and looked at in the ledger. From the payouts themselves it was
 * a look at each one of every run: 2 to 4 s at 600,000.
 */
const STOPPED = (...statuses: ('failed' | 'returned')[]) => Prisma.sql`
  bank_message message JOIN settlement_instruction instruction ON instruction.bank_message_id = message.id AND instruction.status IN ('failed', 'returned')
  JOIN payout ON payout.id = instruction.payout_id AND payout.attempt = instruction.attempt AND payout.status IN (${Prisma.join(statuses)})
  WHERE message.run_id = run.id AND message.direction = 'out'`

const COUNT = (status: 'failed' | 'returned') => Prisma.sql`(SELECT count(*)::int FROM ${STOPPED(status)})`

/**
 * Runs with payouts that nobody has seen to, or with a file that nobody knows to be with the bank; and those that are approved and could not be paid on
 * their day any more, which are kept back until somebody recalls them. Each by its own way in: with OR between them every run would be looked at.
 */
const inNeed = (now: Date) => Prisma.sql`
  SELECT open_payout.run_id FROM open_payout
  UNION SELECT message.run_id FROM bank_message message
    WHERE message.direction = 'out' AND message.status IN ('prepared', 'handing-over', 'in-doubt')
      AND (message.status = 'in-doubt' OR (message.status = 'prepared' AND message.note IS NOT NULL))
  UNION SELECT run.id FROM payroll_run run JOIN company ON company.id = run.company_id JOIN bank_profile profile ON profile.id = company.bank_profile_id
    WHERE run.status = 'approved' AND (run.pay_date + profile.cut_off) AT TIME ZONE profile.time_zone <= ${now}`

const NEEDS_APPROVAL_OF = (viewer: Viewer) => Prisma.sql`run.status = 'submitted' AND NOT ${mine(viewer)}`

function condition(inbox: Inbox, viewer: Viewer, now: Date): Prisma.Sql {
  switch (inbox) {
    case 'needs-my-approval':
      return NEEDS_APPROVAL_OF(viewer)
    case 'waiting':
      return Prisma.sql`run.status = 'submitted' AND ${mine(viewer)}`
    case 'draft':
      return Prisma.sql`run.status = 'draft'`
    case 'paying':
      return Prisma.sql`run.status IN ('approved', 'paying')`
    case 'done':
      return Prisma.sql`run.status IN ('settled', 'cancelled')`
    case 'attention':
      return Prisma.sql`run.id IN (${inNeed(now)})`
  }
}

/** By what happened last, by the day of payment (the next first), by company, or by the file with the most people. */
export const RUN_SORTS = ['newest', 'pay-date', 'company', 'payouts'] as const
export type RunSort = (typeof RUN_SORTS)[number]

const SORTS: Readonly<Record<RunSort, { by: Prisma.Sql; than: Prisma.Sql; way: Prisma.Sql }>> = {
  newest: { by: Prisma.sql`run.status_since`, than: Prisma.sql`<`, way: Prisma.sql`DESC` },
  'pay-date': { by: Prisma.sql`run.pay_date`, than: Prisma.sql`>`, way: Prisma.sql`ASC` },
  company: { by: Prisma.sql`company.name`, than: Prisma.sql`>`, way: Prisma.sql`ASC` },
  payouts: { by: Prisma.sql`run.lines`, than: Prisma.sql`<`, way: Prisma.sql`DESC` },
}

/** `find`: words that company, reference, period or preparer hold. */
export type RunFilter = { inbox: Inbox; find: string | null; sort: RunSort; cursor: string | null }

/** One page of an inbox at `now`, and how many runs each inbox holds. `cursor` is the id of the last row of the page before. */
export async function listRuns(ledger: Ledger, viewer: Viewer, { inbox, find, sort, cursor }: RunFilter, now: Date): Promise<RunList> {
  const { by, than, way } = SORTS[sort]
  const rows = await ledger.$queryRaw<RunRow[]>`
    SELECT run.id, run.reference, company.name AS "companyName", run.period, run.kind, run.pay_date::text AS "payDate",
      iso_utc((run.pay_date + profile.cut_off) AT TIME ZONE profile.time_zone) AS "cutOffAt", run.status, run.version, run.lines, run.totals,
      coalesce(app_user.name, run.prepared_by) AS "preparedByName", iso_utc(run.status_since) AS "statusSince", ${COUNT('failed')} AS failed,
      ${COUNT('returned')} AS returned
    FROM payroll_run run JOIN company ON company.id = run.company_id JOIN bank_profile profile ON profile.id = company.bank_profile_id
      LEFT JOIN app_user ON app_user.id = run.prepared_by
    WHERE ${visible(viewer, Prisma.sql`run.company_id`)} AND ${condition(inbox, viewer, now)}
      AND ${holdsWords(Prisma.sql`company.name || ' ' || run.reference || ' ' || run.period || ' ' || coalesce(app_user.name, '')`, find)}
      AND (${cursor}::uuid IS NULL OR (${by}, run.id) ${than} (SELECT ${by}, run.id FROM payroll_run run JOIN company ON company.id = run.company_id
        WHERE run.id = ${cursor}::uuid))
    ORDER BY ${by} ${way}, run.id ${way} LIMIT ${PAGE_ROWS + 1}`
  const page = rows.slice(0, PAGE_ROWS)
  return {
    rows: page,
    counts: await countInboxes(ledger, viewer, now),
    nextCursor: rows.length > PAGE_ROWS ? (page.at(-1)?.id ?? null) : null,
  }
}

/** How many runs each inbox holds for this person, no further than `COUNTED_MAX`. */
export async function countInboxes(ledger: Ledger, viewer: Viewer, now: Date): Promise<Record<Inbox, number>> {
  // Each by its own way in: counted in one walk, every run there ever was would be looked at.
  const counts = INBOXES.map(
    (inbox) => Prisma.sql`(
      SELECT count(*)::int FROM (
        SELECT FROM payroll_run run WHERE ${visible(viewer, Prisma.sql`run.company_id`)} AND ${condition(inbox, viewer, now)} LIMIT ${COUNTED_MAX}) counted)
      AS ${Prisma.raw(`"${inbox}"`)}`,
  )
  const [row] = await ledger.$queryRaw<Record<Inbox, number>[]>`SELECT ${Prisma.join(counts)}`
  return row as Record<Inbox, number>
}

/** How many submitted runs wait for this person: nothing but the counter in the rail, so it looks at nothing else. */
export async function countNeedingApproval(ledger: Ledger, viewer: Viewer): Promise<number> {
  const [row] = await ledger.$queryRaw<{ runs: number }[]>`
    SELECT count(*)::int AS runs FROM payroll_run run
    WHERE ${visible(viewer, Prisma.sql`run.company_id`)} AND ${NEEDS_APPROVAL_OF(viewer)}`
  return row?.runs ?? 0
}

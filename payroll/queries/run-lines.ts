/** A run's lines with their payouts, and what differs from the run before. */
import { differing, type Umlauts } from '@/bank/charset'
import { type Ledger, Prisma } from '@/prisma/connect'
import { holdsWords } from './named'
import { previousRun } from './run'
import { type Viewer, visible } from './viewer'

/** `same` amount and account; `moved` when the amount moved by more than `MOVED_PERCENT`; `changed` below it. */
export type SinceBefore = 'new' | 'account' | 'moved' | 'changed' | 'same' | null

export type LineRow = {
  lineNumber: number
  employeeNumber: string
  name: string
  /** In the bank file, where it is another. */
  nameInFile: string | null
  country: string
  accountKind: 'iban' | 'number'
  accountCountry: string
  accountLast4: string
  amountMinor: string
  currency: string
  rail: 'sepa' | 'swift'
  payoutId: string | null
  status: string | null
  reasonCode: string | null
  since: SinceBefore
  /** The amount of the run before, in the same currency; null when there was none. */
  beforeMinor: string | null
}

/** Somebody whom the run before paid and this one does not. */
export type GoneRow = Pick<LineRow, 'employeeNumber' | 'name' | 'accountCountry' | 'accountLast4' | 'amountMinor' | 'currency'>

/** All lines; what differs from the run before; of that only what an approver must look at; or whose payout is held, failed or came back. */
export const LINE_CHOICES = ['all', 'changed', 'look', 'stopped'] as const
export type LineChoice = (typeof LINE_CHOICES)[number]

export type LineFilter = { only: LineChoice; text: string | null; after: number }
export type LinePage = {
  rows: LineRow[]
  /** How many lines the filter leaves, on all pages. */
  total: number
  nextAfter: number | null
  differences: { new: number; gone: number; account: number; moved: number; changed: number } | null
}

export const LINE_PAGE_ROWS = 50
const GONE_ROWS_MAX = 200
/** An amount that moved by more than this much of the run before is shown to the approver. */
const MOVED_PERCENT = 25

const CHOSEN: Readonly<Record<LineChoice, Prisma.Sql>> = {
  all: Prisma.sql`true`,
  changed: Prisma.sql`l.since IN ('new', 'account', 'moved', 'changed')`,
  look: Prisma.sql`l.since IN ('new', 'account', 'moved')`,
  stopped: Prisma.sql`EXISTS (
    SELECT FROM payout s WHERE s.run_id = l.run_id AND s.line_number = l.line_number AND s.status IN ('held', 'failed', 'returned'))`,
}

const ACCOUNT_COUNTRY = (line: Prisma.Sql) =>
  Prisma.sql`CASE ${line}.account_kind WHEN 'iban' THEN left(${line}.account, 2) ELSE substr(${line}.bic, 5, 2) END`

/** The run before is looked up once, as a constant: joined as a row, Postgres would read the lines of every run there is. */
const BEFORE = (runId: string) => Prisma.sql`(SELECT ${previousRun(Prisma.sql`r`)} FROM payroll_run r WHERE r.id = ${runId}::uuid)`

const COMPARED = (runId: string) => Prisma.sql`
  SELECT l.*, CASE WHEN b.currency = l.currency THEN b.amount_minor END AS before_minor,
    CASE WHEN ${BEFORE(runId)} IS NULL THEN NULL
      WHEN b.run_id IS NULL THEN 'new'
      WHEN b.account_hash <> l.account_hash THEN 'account'
      WHEN b.currency <> l.currency OR 100 * abs(l.amount_minor - b.amount_minor) > ${MOVED_PERCENT}::bigint * b.amount_minor THEN 'moved'
      WHEN b.amount_minor <> l.amount_minor THEN 'changed' ELSE 'same' END AS since
  FROM payroll_line l LEFT JOIN payroll_line b ON b.run_id = ${BEFORE(runId)} AND b.employee_number = l.employee_number
  WHERE l.run_id = ${runId}::uuid`

/** One page of lines after line `after`, by line number; empty when this person may not see the run. */
export async function listLines(ledger: Ledger, viewer: Viewer, runId: string, filter: LineFilter): Promise<LinePage> {
  const reading = ledger.$queryRaw<(Omit<LineRow, 'nameInFile'> & { total: number; umlauts: Umlauts })[]>`
    WITH compared AS (${COMPARED(runId)}), chosen AS (
      SELECT l.* FROM compared l JOIN payroll_run r ON r.id = l.run_id
      WHERE ${visible(viewer, Prisma.sql`r.company_id`)} AND ${CHOSEN[filter.only]}
        AND ${holdsWords(Prisma.sql`l.employee_name || ' ' || l.employee_number`, filter.text)})
    SELECT l.line_number AS "lineNumber", l.employee_number AS "employeeNumber", l.employee_name AS name, l.country, l.account_kind AS "accountKind",
      ${ACCOUNT_COUNTRY(Prisma.sql`l`)} AS "accountCountry", l.account_last4 AS "accountLast4",
      l.amount_minor::text AS "amountMinor", l.currency, l.rail, p.id AS "payoutId", p.status, i.reason_code AS "reasonCode", l.since,
      l.before_minor::text AS "beforeMinor", (SELECT count(*)::int FROM chosen) AS total,
      (SELECT b.umlauts FROM payroll_run r JOIN company c ON c.id = r.company_id JOIN bank_profile b ON b.id = c.bank_profile_id WHERE r.id = l.run_id) AS umlauts
    FROM chosen l
    LEFT JOIN payout p ON p.run_id = l.run_id AND p.line_number = l.line_number
    LEFT JOIN settlement_instruction i ON i.payout_id = p.id AND i.attempt = p.attempt
    WHERE l.line_number > ${filter.after}
    ORDER BY l.line_number LIMIT ${LINE_PAGE_ROWS + 1}`
  const [rows, differences] = await Promise.all([reading, countDifferences(ledger, runId)])
  const page = rows.slice(0, LINE_PAGE_ROWS)
  const nextAfter = rows.length > LINE_PAGE_ROWS ? (page.at(-1)?.lineNumber ?? null) : null
  return {
    rows: page.map(({ total: _, umlauts, ...row }) => ({ ...row, nameInFile: differing(row.name, umlauts) })),
    total: rows[0]?.total ?? 0,
    nextAfter,
    differences,
  }
}

async function countDifferences(ledger: Ledger, runId: string): Promise<LinePage['differences']> {
  type Row = { new: number; account: number; moved: number; changed: number; gone: number; comparable: boolean }
  const [row] = await ledger.$queryRaw<Row[]>`
    WITH compared AS (${COMPARED(runId)})
    SELECT count(*) FILTER (WHERE since = 'new')::int AS new, count(*) FILTER (WHERE since = 'account')::int AS account,
      count(*) FILTER (WHERE since = 'moved')::int AS moved, count(*) FILTER (WHERE since = 'changed')::int AS changed,
      bool_or(since IS NOT NULL) AS comparable, (SELECT count(*)::int FROM (${GONE(runId)}) g) AS gone
    FROM compared`
  return row?.comparable ? { new: row.new, gone: row.gone, account: row.account, moved: row.moved, changed: row.changed } : null
}

const GONE = (runId: string) => Prisma.sql`
  SELECT b.*, r.company_id FROM payroll_line b JOIN payroll_run r ON r.id = b.run_id
  WHERE b.run_id = ${BEFORE(runId)} AND NOT EXISTS (
    SELECT FROM payroll_line l WHERE l.run_id = ${runId}::uuid AND l.employee_number = b.employee_number)`

/** Who was paid by the run before and is not by this one: at most 200, in the order of that run. */
export function listGone(ledger: Ledger, viewer: Viewer, runId: string): Promise<GoneRow[]> {
  return ledger.$queryRaw<GoneRow[]>`
    SELECT g.employee_number AS "employeeNumber", g.employee_name AS name, ${ACCOUNT_COUNTRY(Prisma.sql`g`)} AS "accountCountry",
      g.account_last4 AS "accountLast4", g.amount_minor::text AS "amountMinor", g.currency
    FROM (${GONE(runId)}) g WHERE ${visible(viewer, Prisma.sql`g.company_id`)}
    ORDER BY g.line_number LIMIT ${GONE_ROWS_MAX}`
}

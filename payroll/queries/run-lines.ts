/** A run's lines with their payouts, and what differs from the run before. */
import { type Ledger, Prisma } from '@/prisma/connect'
import { previousRun } from './run'
import { type Viewer, visible } from './viewer'

/** `same` amount and account; `moved` when the amount moved by more than `MOVED_SHARE`; `changed` below it. */
export type SinceBefore = 'new' | 'account' | 'moved' | 'changed' | 'same' | null

export type LineRow = {
  lineNumber: number
  employeeNumber: string
  name: string
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

export type LineFilter = { changes: boolean; text: string | null; after: number }
export type LinePage = {
  rows: LineRow[]
  nextAfter: number | null
  differences: { new: number; gone: number; account: number; moved: number } | null
}

const PAGE_ROWS = 50
/** An amount that moved by more than this share of the run before is shown to the approver. */
const MOVED_SHARE = 0.25

const COMPARED = (runId: string) => Prisma.sql`
  SELECT l.*, b.amount_minor AS before_minor,
    CASE WHEN v.id IS NULL THEN NULL
      WHEN b.run_id IS NULL THEN 'new'
      WHEN b.account_hash <> l.account_hash THEN 'account'
      WHEN b.currency <> l.currency OR abs(l.amount_minor - b.amount_minor) > ${MOVED_SHARE} * b.amount_minor THEN 'moved'
      WHEN b.amount_minor <> l.amount_minor THEN 'changed' ELSE 'same' END AS since
  FROM payroll_run r JOIN payroll_line l ON l.run_id = r.id
  LEFT JOIN payroll_run v ON v.id = ${previousRun(Prisma.sql`r`)}
  LEFT JOIN payroll_line b ON b.run_id = v.id AND b.employee_number = l.employee_number
  WHERE r.id = ${runId}::uuid`

/** One page of lines after line `after`, by line number. The caller has checked with `readRun` that the person may see the run. */
export async function listLines(ledger: Ledger, viewer: Viewer, runId: string, filter: LineFilter): Promise<LinePage> {
  const text = filter.text ? `%${filter.text.replace(/[\\%_]/g, '\\$&')}%` : null
  const rows = await ledger.$queryRaw<LineRow[]>`
    WITH compared AS (${COMPARED(runId)})
    SELECT l.line_number AS "lineNumber", l.employee_number AS "employeeNumber", l.employee_name AS name, l.country, l.account_kind AS "accountKind",
      CASE l.account_kind WHEN 'iban' THEN left(l.account, 2) ELSE substr(l.bic, 5, 2) END AS "accountCountry", l.account_last4 AS "accountLast4",
      l.amount_minor::text AS "amountMinor", l.currency, l.rail, p.id AS "payoutId", p.status, i.reason_code AS "reasonCode", l.since,
      l.before_minor::text AS "beforeMinor"
    FROM compared l JOIN payroll_run r ON r.id = l.run_id
    LEFT JOIN payout p ON p.run_id = l.run_id AND p.line_number = l.line_number
    LEFT JOIN settlement_instruction i ON i.payout_id = p.id AND i.attempt = p.attempt
    WHERE ${visible(viewer, Prisma.sql`r.company_id`)} AND l.line_number > ${filter.after}
      AND (NOT ${filter.changes} OR l.since IN ('new', 'account', 'moved', 'changed'))
      AND (${text}::text IS NULL OR l.employee_name ILIKE ${text} OR l.employee_number ILIKE ${text})
    ORDER BY l.line_number LIMIT ${PAGE_ROWS + 1}`
  const page = rows.slice(0, PAGE_ROWS)
  const nextAfter = rows.length > PAGE_ROWS ? (page.at(-1)?.lineNumber ?? null) : null
  return { rows: page, nextAfter, differences: await countDifferences(ledger, runId) }
}

async function countDifferences(ledger: Ledger, runId: string): Promise<LinePage['differences']> {
  const [row] = await ledger.$queryRaw<{ new: number; account: number; moved: number; gone: number; comparable: boolean }[]>`
    WITH compared AS (${COMPARED(runId)})
    SELECT count(*) FILTER (WHERE since = 'new')::int AS new, count(*) FILTER (WHERE since = 'account')::int AS account,
      count(*) FILTER (WHERE since = 'moved')::int AS moved, bool_or(since IS NOT NULL) AS comparable,
      (SELECT count(*)::int FROM payroll_run r JOIN payroll_line b ON b.run_id = ${previousRun(Prisma.sql`r`)}
       WHERE r.id = ${runId}::uuid AND NOT EXISTS (
         SELECT FROM payroll_line l WHERE l.run_id = r.id AND l.employee_number = b.employee_number)) AS gone
    FROM compared`
  return row?.comparable ? { new: row.new, gone: row.gone, account: row.account, moved: row.moved } : null
}

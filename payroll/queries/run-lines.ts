/** A run's lines with their payouts, each compared with its own person's last payment. */
import { differing, type Umlauts } from '@/bank/charset'
import { type Ledger, Prisma } from '@/prisma/connect'
import { accountUsed, type ComparedRun, comparedLines, missingLines } from './last-payment'
import { holdsWords } from './named'
import { type Viewer, visible } from './viewer'

/** `same` amount and account; `moved` when the amount moved by more than a quarter; `changed` below it. Null when the company has paid nobody before. */
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
  /** The amount of the last payment, in the same currency; null when there was none. */
  beforeMinor: string | null
  /** The last payment: of what period, on which day, by which run and to which account. */
  before: { period: string; payDate: string; reference: string; accountCountry: string; accountLast4: string } | null
  /** Where the account is another one: the day on which this person was last paid to it; null when never. */
  accountUsedOn: string | null
}

/** Somebody whom the regular runs of the period before paid and this period's do not. */
export type GoneRow = Pick<LineRow, 'employeeNumber' | 'name' | 'accountCountry' | 'accountLast4' | 'amountMinor' | 'currency'>

/** All lines; what differs from the last payments; of that only what an approver must look at; whose account changed; whose payout is held, failed or came back. */
export const LINE_CHOICES = ['all', 'changed', 'look', 'account', 'stopped'] as const
export type LineChoice = (typeof LINE_CHOICES)[number]

export type LineFilter = { only: LineChoice; text: string | null; after: number }
/** People with a last payment in the same currency: what they get now, and got then. */
export type Delta = { currency: string; people: number; nowMinor: string; beforeMinor: string }
export type Differences = { new: number; gone: number; account: number; moved: number; changed: number; same: number; deltas: Delta[] }
export type LinePage = {
  rows: LineRow[]
  /** How many lines the filter leaves, on all pages. */
  total: number
  nextAfter: number | null
  differences: Differences | null
}

export const LINE_PAGE_ROWS = 50
const GONE_ROWS_MAX = 200

const CHOSEN: Readonly<Record<LineChoice, Prisma.Sql>> = {
  all: Prisma.sql`true`,
  changed: Prisma.sql`l.since IN ('new', 'account', 'moved', 'changed')`,
  look: Prisma.sql`l.since IN ('new', 'account', 'moved')`,
  account: Prisma.sql`l.since = 'account'`,
  stopped: Prisma.sql`EXISTS (
    SELECT FROM payout s WHERE s.run_id = l.run_id AND s.line_number = l.line_number AND s.status IN ('held', 'failed', 'returned'))`,
}
/** These need no comparison: only the lines of the page are compared then. */
const BY_THEMSELVES: ReadonlySet<LineChoice> = new Set(['all', 'stopped'])

const ACCOUNT_COUNTRY = (line: Prisma.Sql) =>
  Prisma.sql`CASE ${line}.account_kind WHEN 'iban' THEN left(${line}.account, 2) ELSE substr(${line}.bic, 5, 2) END`

/** One page of lines after line `after`, by line number; empty when this person may not see the run. */
export async function listLines(ledger: Ledger, viewer: Viewer, runId: string, filter: LineFilter): Promise<LinePage> {
  const run = await comparedRun(ledger, viewer, runId)
  if (!run) return { rows: [], total: 0, nextAfter: null, differences: null }
  const wanted = Prisma.sql`${CHOSEN[filter.only]} AND ${holdsWords(Prisma.sql`l.employee_name || ' ' || l.employee_number`, filter.text)}`
  const bare = Prisma.sql`SELECT * FROM payroll_line l WHERE l.run_id = ${runId}::uuid`
  const compared = comparedLines(run)
  const source = BY_THEMSELVES.has(filter.only) ? bare : compared
  const [rows, [count], differences, [bank]] = await Promise.all([
    ledger.$queryRaw<Omit<LineRow, 'nameInFile'>[]>`
      WITH chosen AS MATERIALIZED (SELECT l.line_number FROM (${source}) l WHERE ${wanted} AND l.line_number > ${filter.after} ORDER BY 1 LIMIT ${LINE_PAGE_ROWS + 1})
      SELECT l.line_number AS "lineNumber", l.employee_number AS "employeeNumber", l.employee_name AS name, l.country, l.account_kind AS "accountKind",
        ${ACCOUNT_COUNTRY(Prisma.sql`l`)} AS "accountCountry", l.account_last4 AS "accountLast4",
        l.amount_minor::text AS "amountMinor", l.currency, l.rail, p.id AS "payoutId", p.status, i.reason_code AS "reasonCode", l.since,
        l.before_minor::text AS "beforeMinor", CASE WHEN l.before_reference IS NOT NULL THEN json_build_object('period', l.before_period,
          'payDate', l.before_pay_date, 'reference', l.before_reference, 'accountCountry', l.before_country, 'accountLast4', l.before_last4) END AS before,
        CASE WHEN l.since = 'account' THEN ${accountUsed(run)} END AS "accountUsedOn"
      FROM (${compared} AND l.line_number = ANY(ARRAY(SELECT line_number FROM chosen))) l
      LEFT JOIN payout p ON p.run_id = l.run_id AND p.line_number = l.line_number
      LEFT JOIN settlement_instruction i ON i.payout_id = p.id AND i.attempt = p.attempt
      ORDER BY l.line_number`,
    ledger.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total FROM (${source}) l WHERE ${wanted}`,
    countDifferences(ledger, run),
    ledger.$queryRaw<{ umlauts: Umlauts }[]>`
      SELECT b.umlauts FROM company c JOIN bank_profile b ON b.id = c.bank_profile_id WHERE c.id = ${run.companyId}::uuid`,
  ])
  const page = rows.slice(0, LINE_PAGE_ROWS)
  const nextAfter = rows.length > LINE_PAGE_ROWS ? (page.at(-1)?.lineNumber ?? null) : null
  const named = page.map((row) => ({ ...row, nameInFile: differing(row.name, bank?.umlauts ?? 'one-letter') }))
  return { rows: named, total: count?.total ?? 0, nextAfter, differences }
}

async function comparedRun(ledger: Ledger, viewer: Viewer, runId: string): Promise<ComparedRun | undefined> {
  const [run] = await ledger.$queryRaw<ComparedRun[]>`
    SELECT id, company_id AS "companyId", period, kind = 'regular' AS regular FROM payroll_run r
    WHERE id = ${runId}::uuid AND ${visible(viewer, Prisma.sql`r.company_id`)}`
  return run
}

async function countDifferences(ledger: Ledger, run: ComparedRun): Promise<Differences | null> {
  type Counted = Omit<Differences, 'deltas' | 'gone'> & { comparable: boolean; deltas: Delta[] | null }
  const [[row], [missing]] = await Promise.all([
    ledger.$queryRaw<Counted[]>`
      WITH compared AS MATERIALIZED (SELECT since, currency, amount_minor, before_minor FROM (${comparedLines(run)}) c)
      SELECT count(*) FILTER (WHERE since = 'new')::int AS new, count(*) FILTER (WHERE since = 'account')::int AS account,
        count(*) FILTER (WHERE since = 'moved')::int AS moved, count(*) FILTER (WHERE since = 'changed')::int AS changed,
        count(*) FILTER (WHERE since = 'same')::int AS same, bool_or(since IS NOT NULL) AS comparable,
        (SELECT json_agg(d) FROM (
          SELECT currency, count(*)::int AS people, sum(amount_minor)::text AS "nowMinor", sum(before_minor)::text AS "beforeMinor"
          FROM compared WHERE before_minor IS NOT NULL GROUP BY currency ORDER BY 2 DESC, 1) d) AS deltas
      FROM compared`,
    run.regular ? ledger.$queryRaw<{ gone: number }[]>`SELECT count(*)::int AS gone FROM (${missingLines(run)}) g` : [],
  ])
  if (!row?.comparable) return null
  const { comparable: _, deltas, ...counts } = row
  return { ...counts, gone: missing?.gone ?? 0, deltas: deltas ?? [] }
}

/** Who was paid regularly in the period before and is not in this one: at most 200, by name. Of runs that are not regular nobody is missing. */
export async function listGone(ledger: Ledger, viewer: Viewer, runId: string): Promise<GoneRow[]> {
  const run = await comparedRun(ledger, viewer, runId)
  if (!run?.regular) return []
  return ledger.$queryRaw<GoneRow[]>`
    SELECT g.employee_number AS "employeeNumber", g.employee_name AS name, ${ACCOUNT_COUNTRY(Prisma.sql`g`)} AS "accountCountry",
      g.account_last4 AS "accountLast4", g.amount_minor::text AS "amountMinor", g.currency
    FROM (${missingLines(run)}) g ORDER BY g.employee_name, g.employee_number LIMIT ${GONE_ROWS_MAX}`
}

/** A run's lines with their payouts, each compared with its own person's last payment. */
import { differing, type Umlauts } from '@/iso20022/charset'
import { type Ledger, Prisma } from '@/prisma/connect'
import { ACCOUNT_COUNTRY } from '../companies/account-country'
import { normalized, normalizedHoldsWords } from '../transaction/named'
import { type Viewer, visible } from '../transaction/viewer'
import { accountUsed, type ComparedRun, comparedLines } from './last-payment'
import { searchedText } from './line-rows'
import { type Differences, type Different, type GoneRow, type RunDifferences, runDifferences } from './run-differences'

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

/** All lines; what differs from the last payments; of that only what an approver must look at; whose account changed; whose payout is held, failed or came back. */
export const LINE_CHOICES = ['all', 'changed', 'look', 'account', 'stopped'] as const
export type LineChoice = (typeof LINE_CHOICES)[number]

export type LineFilter = { only: LineChoice; text: string | null; after: number }
export type LinePage = {
  rows: LineRow[]
  /** How many lines the filter leaves, on all pages. */
  total: number
  nextAfter: number | null
  differences: Differences | null
}

export const LINE_PAGE_ROWS = 50

/** What is looked at when a choice is of lines that differ. */
const DIFFERING: Readonly<Partial<Record<LineChoice, readonly Different[]>>> = {
  changed: ['new', 'account', 'moved', 'changed'],
  look: ['new', 'account', 'moved'],
  account: ['account'],
}

/** One page of lines after line `after`, by line number; empty when this person may not see the run. */
export async function listLines(ledger: Ledger, viewer: Viewer, runId: string, filter: LineFilter): Promise<LinePage> {
  const run = await comparedRun(ledger, viewer, runId)
  if (!run) return { rows: [], total: 0, nextAfter: null, differences: null }
  const [found, [bank]] = await Promise.all([
    runDifferences(ledger, run),
    ledger.$queryRaw<{ umlauts: Umlauts }[]>`
      SELECT b.umlauts FROM company c JOIN bank_profile b ON b.id = c.bank_profile_id WHERE c.id = ${run.companyId}::uuid`,
  ])
  const { numbers, total } = await chosenLines(ledger, run, filter, found)
  const page = numbers.slice(0, LINE_PAGE_ROWS)
  const rows = await readLines(ledger, run, page)
  const nextAfter = numbers.length > LINE_PAGE_ROWS ? (page.at(-1) ?? null) : null
  const named = rows.map((row) => ({ ...row, nameInFile: differing(row.name, bank?.umlauts ?? 'one-letter') }))
  return { rows: named, total, nextAfter, differences: found.differences }
}

type Chosen = { numbers: readonly number[]; total: number }

/** The numbers of a page's lines and the one after them, and how many there are on all pages. */
async function chosenLines(
  ledger: Ledger,
  run: ComparedRun & { lines: number },
  filter: LineFilter,
  { lines }: RunDifferences,
): Promise<Chosen> {
  const { only, text, after } = filter
  const differing = DIFFERING[only]?.flatMap((since) => lines[since]).sort((a, b) => a - b)
  if (differing && !text?.trim()) {
    return { numbers: differing.filter((line) => line > after).slice(0, LINE_PAGE_ROWS + 1), total: differing.length }
  }
  const wanted = Prisma.sql`l.run_id = ${run.id}::uuid AND ${differing ? Prisma.sql`l.line_number = ANY(${differing}::int[])` : Prisma.sql`true`}
    AND ${normalizedHoldsWords(Prisma.sql`l.search_words`, text)}`
  const source = only === 'stopped' ? STOPPED : LINES
  const next = Prisma.sql`l.line_number > ${after} ORDER BY l.line_number LIMIT ${LINE_PAGE_ROWS + 1}`
  if (only === 'all' && !text?.trim()) {
    const rows = await ledger.$queryRaw<
      { n: number }[]
    >`SELECT l.line_number AS n FROM payroll_line l WHERE l.run_id = ${run.id}::uuid AND ${next}`
    return { numbers: rows.map(({ n }) => n), total: run.lines }
  }
  const [row] = await ledger.$queryRaw<Chosen[]>`
    WITH found AS MATERIALIZED (SELECT l.line_number FROM ${source} WHERE ${wanted})
    SELECT (SELECT count(*)::int FROM found) AS total, ARRAY(SELECT line_number FROM found l WHERE ${next}) AS numbers`
  return row ?? { numbers: [], total: 0 }
}

/** Lines of before the column `search_words` have none. */
const LINES = Prisma.sql`(SELECT run_id, line_number, coalesce(search_words, ${normalized(searchedText)}) AS search_words FROM payroll_line) l`
/** A payout has its line's name and number, so the lines need not be read as well. */
const STOPPED = Prisma.sql`(
  SELECT run_id, line_number, ${normalized(Prisma.sql`beneficiary_name || ' ' || employee_number`)} AS search_words
  FROM payout WHERE status IN ('held', 'failed', 'returned')) l`

function readLines(ledger: Ledger, run: ComparedRun, numbers: readonly number[]): Promise<Omit<LineRow, 'nameInFile'>[]> {
  return ledger.$queryRaw`
    SELECT l.line_number AS "lineNumber", l.employee_number AS "employeeNumber", l.employee_name AS name, l.country, l.account_kind AS "accountKind",
      ${ACCOUNT_COUNTRY(Prisma.sql`l`)} AS "accountCountry", l.account_last4 AS "accountLast4",
      l.amount_minor::text AS "amountMinor", l.currency, l.rail, p.id AS "payoutId", p.status, i.reason_code AS "reasonCode", l.since,
      l.before_minor::text AS "beforeMinor", CASE WHEN l.before_reference IS NOT NULL THEN json_build_object('period', l.before_period,
        'payDate', l.before_pay_date, 'reference', l.before_reference, 'accountCountry', l.before_country, 'accountLast4', l.before_last4) END AS before,
      CASE WHEN l.since = 'account' THEN ${accountUsed(run)} END AS "accountUsedOn"
    FROM (${comparedLines(run)} AND l.line_number = ANY(${numbers}::int[])) l
    LEFT JOIN payout p ON p.run_id = l.run_id AND p.line_number = l.line_number
    LEFT JOIN settlement_instruction i ON i.payout_id = p.id AND i.attempt = p.attempt
    ORDER BY l.line_number`
}

async function comparedRun(ledger: Ledger, viewer: Viewer, runId: string): Promise<(ComparedRun & { lines: number }) | undefined> {
  const [run] = await ledger.$queryRaw<(ComparedRun & { lines: number })[]>`
    SELECT id, company_id AS "companyId", period, kind = 'regular' AS regular, lines FROM payroll_run r
    WHERE id = ${runId}::uuid AND ${visible(viewer, Prisma.sql`r.company_id`)}`
  return run
}

/** Who was paid regularly in the period before and is not in this one: at most 200, by name. Of runs that are not regular nobody is missing. */
export async function listGone(ledger: Ledger, viewer: Viewer, runId: string): Promise<readonly GoneRow[]> {
  const run = await comparedRun(ledger, viewer, runId)
  return run?.regular ? (await runDifferences(ledger, run)).gone : []
}

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
      SELECT bank.umlauts FROM company JOIN bank_profile bank ON bank.id = company.bank_profile_id WHERE company.id = ${run.companyId}::uuid`,
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
  const wanted = Prisma.sql`line.run_id = ${run.id}::uuid AND ${differing ? Prisma.sql`line.line_number = ANY(${differing}::int[])` : Prisma.sql`true`}
    AND ${normalizedHoldsWords(Prisma.sql`line.search_words`, text)}`
  const source = only === 'stopped' ? STOPPED : LINES
  const next = Prisma.sql`line.line_number > ${after} ORDER BY line.line_number LIMIT ${LINE_PAGE_ROWS + 1}`
  if (only === 'all' && !text?.trim()) {
    const rows = await ledger.$queryRaw<
      { n: number }[]
    >`SELECT line.line_number AS n FROM payroll_line line WHERE line.run_id = ${run.id}::uuid AND ${next}`
    return { numbers: rows.map(({ n }) => n), total: run.lines }
  }
  const [row] = await ledger.$queryRaw<Chosen[]>`
    WITH found AS MATERIALIZED (SELECT line.line_number FROM ${source} WHERE ${wanted})
    SELECT (SELECT count(*)::int FROM found) AS total, ARRAY(SELECT line_number FROM found line WHERE ${next}) AS numbers`
  return row ?? { numbers: [], total: 0 }
}

/** Lines of before the column `search_words` have none. */
const LINES = Prisma.sql`(SELECT run_id, line_number, coalesce(search_words, ${normalized(searchedText)}) AS search_words FROM payroll_line) line`
/** A payout has its line's name and number, so the lines need not be read as well. */
const STOPPED = Prisma.sql`(
  SELECT run_id, line_number, ${normalized(Prisma.sql`beneficiary_name || ' ' || employee_number`)} AS search_words
  FROM payout WHERE status IN ('held', 'failed', 'returned')) line`

function readLines(ledger: Ledger, run: ComparedRun, numbers: readonly number[]): Promise<Omit<LineRow, 'nameInFile'>[]> {
  return ledger.$queryRaw`
    SELECT line.line_number AS "lineNumber", line.employee_number AS "employeeNumber", line.employee_name AS name, line.country,
      line.account_kind AS "accountKind",
      ${ACCOUNT_COUNTRY(Prisma.sql`line`)} AS "accountCountry", line.account_last4 AS "accountLast4",
      line.amount_minor::text AS "amountMinor", line.currency, line.rail, payout.id AS "payoutId", payout.status, instruction.reason_code AS "reasonCode",
        line.since,
      line.before_minor::text AS "beforeMinor", CASE WHEN line.before_reference IS NOT NULL THEN json_build_object('period', line.before_period,
        'payDate', line.before_pay_date, 'reference', line.before_reference, 'accountCountry', line.before_country, 'accountLast4',
          line.before_last4) END AS before,
      CASE WHEN line.since = 'account' THEN ${accountUsed(run)} END AS "accountUsedOn"
    FROM (${comparedLines(run)} AND line.line_number = ANY(${numbers}::int[])) line
    LEFT JOIN payout ON payout.run_id = line.run_id AND payout.line_number = line.line_number
    LEFT JOIN settlement_instruction instruction ON instruction.payout_id = payout.id AND instruction.attempt = payout.attempt
    ORDER BY line.line_number`
}

async function comparedRun(ledger: Ledger, viewer: Viewer, runId: string): Promise<(ComparedRun & { lines: number }) | undefined> {
  const [run] = await ledger.$queryRaw<(ComparedRun & { lines: number })[]>`
    SELECT id, company_id AS "companyId", period, kind = 'regular' AS regular, lines FROM payroll_run run
    WHERE id = ${runId}::uuid AND ${visible(viewer, Prisma.sql`run.company_id`)}`
  return run
}

/** Who was paid regularly in the period before and is not in this one: at most 200, by name. Of runs that are not regular nobody is missing. */
export async function listGone(ledger: Ledger, viewer: Viewer, runId: string): Promise<readonly GoneRow[]> {
  const run = await comparedRun(ledger, viewer, runId)
  return run?.regular ? (await runDifferences(ledger, run)).gone : []
}

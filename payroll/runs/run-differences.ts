/** What is different in a whole run since its people were last paid: counted once, and kept while nothing changes that it is told against. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { ACCOUNT_COUNTRY } from '../companies/account-country'
import { type Found, keptAnswers, storedAnswer } from '../transaction/kept'
import { type ComparedRun, comparedAtOnce, missingLines, recentRuns } from './last-payment'
import { allowMemory } from './whole-runs'

/** People with a last payment in the same currency: what they get now, and got then. */
export type Delta = { currency: string; people: number; nowMinor: string; beforeMinor: string }
export type Differences = { new: number; gone: number; account: number; moved: number; changed: number; same: number; deltas: Delta[] }
export type Different = 'new' | 'account' | 'moved' | 'changed'

/** Somebody whom the regular runs of the period before paid and this period's do not. */
export type GoneRow = {
  employeeNumber: string
  name: string
  accountCountry: string
  accountLast4: string
  amountMinor: string
  currency: string
}

/** `lines` are the numbers of the lines that are not the same, ascending; `differences` is null when the company has paid nobody before; `gone` is at most 200, by name. */
export type RunDifferences = {
  differences: Differences | null
  lines: Readonly<Record<Different, readonly number[]>>
  gone: readonly GoneRow[]
}

/** Of 100,000 lines that all differ the numbers take less than a megabyte. */
const KEPT_RUNS_MAX = 50
const COMPARED_MS = 60_000
const GONE_ROWS_MAX = 200

const keptDifferences = keptAnswers<RunDifferences>(KEPT_RUNS_MAX)

/**
 * Compares the run, or gives what was found when it was last compared. A run's lines never change; what they are told against does: runs of its company,
 * up to its period, are drafted, approved, recalled.
 */
export async function runDifferences(ledger: Ledger, run: ComparedRun): Promise<RunDifferences> {
  const from = await whatItIsToldAgainst(ledger, run)
  return keptDifferences(ledger, run.id, from, () =>
    storedAnswer(ledger, { runId: run.id, question: 'differences 1', from }, () => compareRun(ledger, run)),
  )
}

async function whatItIsToldAgainst(db: Ledger | Transaction, { companyId, period }: ComparedRun): Promise<string> {
  const [row] = await db.$queryRaw<{ runs: string | null }[]>`
    SELECT md5(string_agg(concat(id, kind, CASE WHEN status IN ('approved', 'paying', 'settled') THEN 'paid' WHEN status = 'cancelled' THEN status END), ' '
      ORDER BY id)) AS runs
    FROM payroll_run WHERE company_id = ${companyId}::uuid AND period <= ${period}`
  return row?.runs ?? ''
}

/** Compares it now; in one snapshot with what it is told against, so that what is kept under that name is of it. */
export function compareRun(ledger: Ledger, run: ComparedRun): Promise<Found<RunDifferences>> {
  return ledger.$transaction(async (tx) => ({ from: await whatItIsToldAgainst(tx, run), found: await differencesOf(tx, run) }), {
    timeout: COMPARED_MS,
    maxWait: 10_000,
    isolationLevel: 'RepeatableRead',
  })
}

type Counted = Omit<Differences, 'deltas' | 'gone'> & {
  comparable: boolean
  deltas: Delta[] | null
  lines: Partial<RunDifferences['lines']> | null
}

async function differencesOf(tx: Transaction, run: ComparedRun): Promise<RunDifferences> {
  const recent = await tx.$queryRaw<{ id: string }[]>`${recentRuns(run)}`
  await allowMemory(tx)
  const [row] = await tx.$queryRaw<Counted[]>`
    WITH compared AS MATERIALIZED (${comparedAtOnce(
      run,
      recent.map(({ id }) => id),
    )})
    SELECT count(*) FILTER (WHERE since = 'new')::int AS new, count(*) FILTER (WHERE since = 'account')::int AS account,
      count(*) FILTER (WHERE since = 'moved')::int AS moved, count(*) FILTER (WHERE since = 'changed')::int AS changed,
      count(*) FILTER (WHERE since = 'same')::int AS same, bool_or(since IS NOT NULL) AS comparable,
      (SELECT json_agg(delta) FROM (
        SELECT currency, count(*)::int AS people, sum(amount_minor)::text AS "nowMinor", sum(before_minor)::text AS "beforeMinor"
        FROM compared WHERE before_minor IS NOT NULL GROUP BY currency ORDER BY 2 DESC, 1) delta) AS deltas,
      (SELECT json_object_agg(since, numbers) FROM (
        SELECT since, json_agg(line_number ORDER BY line_number) AS numbers FROM compared WHERE since <> 'same' GROUP BY since) by_kind) AS lines
    FROM compared`
  const missing = run.regular ? await missingOf(tx, run) : { count: 0, gone: [] }
  const lines = { new: [], account: [], moved: [], changed: [], ...row?.lines }
  if (!row?.comparable) return { differences: null, lines, gone: missing.gone }
  const { new: added, account, moved, changed, same, deltas } = row
  const differences = { new: added, gone: missing.count, account, moved, changed, same, deltas: deltas ?? [] }
  return { differences, lines, gone: missing.gone }
}

async function missingOf(tx: Transaction, run: ComparedRun): Promise<{ count: number; gone: GoneRow[] }> {
  const [row] = await tx.$queryRaw<{ count: number; gone: GoneRow[] | null }[]>`
    WITH gone AS MATERIALIZED (${missingLines(run)})
    SELECT (SELECT count(*)::int FROM gone) AS count, (SELECT json_agg(listed) FROM (
      SELECT employee_number AS "employeeNumber", employee_name AS name, ${ACCOUNT_COUNTRY(Prisma.sql`gone`)} AS "accountCountry",
        account_last4 AS "accountLast4", amount_minor::text AS "amountMinor", currency
      FROM gone ORDER BY employee_name, employee_number LIMIT ${GONE_ROWS_MAX}) listed) AS gone`
  return { count: row?.count ?? 0, gone: row?.gone ?? [] }
}

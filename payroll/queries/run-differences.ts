/** What is different in a whole run since its people were last paid: counted once, and kept while nothing changes that it is told against. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { type Found, keptAnswers } from './kept'
import { type ComparedRun, comparedAtOnce, missingLines, recentRuns } from './last-payment'

/** People with a last payment in the same currency: what they get now, and got then. */
export type Delta = { currency: string; people: number; nowMinor: string; beforeMinor: string }
export type Differences = { new: number; gone: number; account: number; moved: number; changed: number; same: number; deltas: Delta[] }
export type Different = 'new' | 'account' | 'moved' | 'changed'

/** `lines` are the numbers of the lines that are not the same, ascending; `differences` is null when the company has paid nobody before. */
export type RunDifferences = { differences: Differences | null; lines: Readonly<Record<Different, readonly number[]>> }

/** Of 100,000 lines that all differ the numbers take less than a megabyte. */
const KEPT_RUNS_MAX = 50
const COMPARED_MS = 60_000

const keptDifferences = keptAnswers<RunDifferences>(KEPT_RUNS_MAX)

/**
 * Compares the run, or gives what was found when it was last compared. A run's lines never change; what they are told against does: runs of its company,
 * up to its period, are drafted, approved, recalled.
 */
export async function runDifferences(ledger: Ledger, run: ComparedRun): Promise<RunDifferences> {
  return keptDifferences(ledger, run.id, await whatItIsToldAgainst(ledger, run), () => compareRun(ledger, run))
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
  // Keys of 100,000 people fit into this; with the usual 4 MB they were sorted on disk.
  await tx.$queryRaw`SELECT set_config('work_mem', '64MB', true)`
  const [row] = await tx.$queryRaw<Counted[]>`
    WITH compared AS MATERIALIZED (${comparedAtOnce(
      run,
      recent.map(({ id }) => id),
    )})
    SELECT count(*) FILTER (WHERE since = 'new')::int AS new, count(*) FILTER (WHERE since = 'account')::int AS account,
      count(*) FILTER (WHERE since = 'moved')::int AS moved, count(*) FILTER (WHERE since = 'changed')::int AS changed,
      count(*) FILTER (WHERE since = 'same')::int AS same, bool_or(since IS NOT NULL) AS comparable,
      (SELECT json_agg(d) FROM (
        SELECT currency, count(*)::int AS people, sum(amount_minor)::text AS "nowMinor", sum(before_minor)::text AS "beforeMinor"
        FROM compared WHERE before_minor IS NOT NULL GROUP BY currency ORDER BY 2 DESC, 1) d) AS deltas,
      (SELECT json_object_agg(since, numbers) FROM (
        SELECT since, json_agg(line_number ORDER BY line_number) AS numbers FROM compared WHERE since <> 'same' GROUP BY since) n) AS lines
    FROM compared`
  const [missing] = run.regular ? await tx.$queryRaw<{ gone: number }[]>`SELECT count(*)::int AS gone FROM (${missingLines(run)}) g` : []
  const lines = { new: [], account: [], moved: [], changed: [], ...row?.lines }
  if (!row?.comparable) return { differences: null, lines }
  const { new: added, account, moved, changed, same, deltas } = row
  return { differences: { new: added, gone: missing?.gone ?? 0, account, moved, changed, same, deltas: deltas ?? [] }, lines }
}

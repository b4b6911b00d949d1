/** Comparisons as they are kept: asked for, taken by one reconciler, finished, and thinned out when they are old. */
import type { Tier } from '@/events/held-copy'
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import type { CopyOutcome } from './compare-copies'

export type ComparisonRow = {
  id: string
  tier: Tier
  state: 'asked' | 'running' | 'done' | 'failed'
  askedBy: string | null
  askedAt: string
  beganAt: string | null
  finishedAt: string | null
  /** How long it took or has taken; null before it began. */
  tookMs: number | null
  position: string | null
  payouts: number | null
  copies: unknown
  mismatches: number | null
  failure: string | null
}
export type Comparison = Omit<ComparisonRow, 'copies'> & { copies: CopyOutcome[] }

/** Without a sign of life for so long whoever ran it has ended. */
const DEAD_AFTER_S = 30
/** Two that ended so within this time are not asked for a third time by themselves. */
const AGAIN_AFTER_MIN = 10
const LIST_MAX = 50
const COLUMNS = Prisma.sql`id, tier, state, asked_by AS "askedBy", iso_utc(asked_at) AS "askedAt", iso_utc(began_at) AS "beganAt",
  iso_utc(finished_at) AS "finishedAt", (extract(epoch FROM coalesce(finished_at, clock_timestamp()) - began_at) * 1000)::float AS "tookMs",
  position::text, payouts, copies, mismatches, failure`

/** Asks for one, or names the one that is asked for already. */
export async function askComparison(db: Ledger, tier: Tier, askedBy: string | null): Promise<string> {
  const [made] = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO comparison (tier, asked_by) VALUES (${tier}, ${askedBy}) ON CONFLICT (tier) WHERE state = 'asked' DO NOTHING RETURNING id`
  if (made) return made.id
  const [asked] = await db.$queryRaw<{ id: string }[]>`SELECT id FROM comparison WHERE tier = ${tier} AND state = 'asked'`
  return asked?.id ?? askComparison(db, tier, askedBy)
}

/**
 * The oldest that is asked for, which is the caller's from now on; null when there is none, or another one runs. One whose reconciler has ended is asked for
 * again, but not for ever: it may be what ended it.
 */
export async function takeComparison(db: Ledger): Promise<{ id: string; tier: Tier } | null> {
  await db.$executeRaw`
    WITH ended AS (
      UPDATE comparison SET state = 'failed', finished_at = clock_timestamp(), failure = 'The reconciler ended before it was done.'
      WHERE state = 'running' AND beat_at < clock_timestamp() - make_interval(secs => ${DEAD_AFTER_S})
      RETURNING tier, asked_by
    )
    INSERT INTO comparison (tier, asked_by)
    SELECT ended.tier, ended.asked_by FROM ended
    WHERE NOT EXISTS (SELECT FROM comparison before WHERE before.tier = ended.tier AND before.state = 'failed'
      AND before.finished_at > clock_timestamp() - make_interval(mins => ${AGAIN_AFTER_MIN}))
    ON CONFLICT (tier) WHERE state = 'asked' DO NOTHING`
  const [taken] = await db.$queryRaw<{ id: string; tier: string }[]>`
    UPDATE comparison SET state = 'running', began_at = clock_timestamp(), beat_at = clock_timestamp()
    WHERE id = (SELECT asked.id FROM comparison asked WHERE asked.state = 'asked' ORDER BY asked.asked_at FOR UPDATE SKIP LOCKED LIMIT 1)
      AND NOT EXISTS (SELECT FROM comparison running WHERE running.state = 'running')
    RETURNING id, tier`
  return taken ? { id: taken.id, tier: taken.tier === 'deep' ? 'deep' : 'quick' } : null
}

/** A sign of life. */
export async function beatComparison(db: Ledger, id: string): Promise<void> {
  await db.$executeRaw`UPDATE comparison SET beat_at = clock_timestamp() WHERE id = ${id}::uuid AND state = 'running'`
}

export type Outcome = { era: number; position: bigint; payouts: number; copies: readonly CopyOutcome[]; mismatches: number }

/** @returns false when it is not the caller's any more: then nothing of it may be recorded. */
export async function finishComparison(
  tx: Transaction,
  id: string,
  { era, position, payouts, copies, mismatches }: Outcome,
): Promise<boolean> {
  const finished = await tx.$executeRaw`
    UPDATE comparison SET state = 'done', finished_at = clock_timestamp(), era = ${era}, position = ${position}, payouts = ${payouts},
      copies = ${JSON.stringify(copies)}::jsonb, mismatches = ${mismatches}
    WHERE id = ${id}::uuid AND state = 'running'`
  return finished === 1
}

/** Notes why it could not be done, unless it is not the caller's any more. */
export async function failComparison(db: Ledger, id: string, failure: string): Promise<void> {
  await db.$executeRaw`
    UPDATE comparison SET state = 'failed', finished_at = clock_timestamp(), failure = ${failure} WHERE id = ${id}::uuid AND state = 'running'`
}

/** How long ago one of a tier began last that was done; null when none was. */
export async function sinceLast(db: Ledger): Promise<Record<Tier, number | null>> {
  const rows = await db.$queryRaw<{ tier: string; ms: number }[]>`
    SELECT tier, (extract(epoch FROM clock_timestamp() - max(asked_at)) * 1000)::float AS ms FROM comparison GROUP BY tier`
  const of = (tier: Tier) => rows.find((row) => row.tier === tier)?.ms ?? null
  return { quick: of('quick'), deep: of('deep') }
}

/** The newest first, fifty at most; or the one of an id. */
export async function listComparisons(db: Ledger, id: string | null = null): Promise<Comparison[]> {
  const rows = await db.$queryRaw<ComparisonRow[]>`
    SELECT ${COLUMNS} FROM comparison WHERE ${id}::uuid IS NULL OR id = ${id}::uuid ORDER BY asked_at DESC LIMIT ${LIST_MAX}`
  return rows.map(whole)
}

/** The newest of each tier that was done, and what is asked for or runs now. */
export type LastComparisons = Record<Tier, Comparison | null> & { underWay: Tier | null }

/** What the operations page shows of them. */
export async function lastComparisons(db: Ledger): Promise<LastComparisons> {
  const rows = await db.$queryRaw<ComparisonRow[]>`
    SELECT DISTINCT ON (tier) ${COLUMNS} FROM comparison WHERE state = 'done' ORDER BY tier, finished_at DESC`
  const of = (tier: Tier) => rows.filter((row) => row.tier === tier).map(whole)[0] ?? null
  const [waiting] = await db.$queryRaw<{ tier: string }[]>`
    SELECT tier FROM comparison WHERE state IN ('asked', 'running') ORDER BY state DESC, asked_at LIMIT 1`
  return { quick: of('quick'), deep: of('deep'), underWay: waiting ? (waiting.tier === 'deep' ? 'deep' : 'quick') : null }
}

const whole = (row: ComparisonRow): Comparison => ({ ...row, copies: row.copies as CopyOutcome[] })

/** Of what is older than two days the last of each day and tier is kept, and what found something; nothing longer than a year. */
export function thinComparisons(db: Ledger): Promise<number> {
  return db.$executeRaw`
    DELETE FROM comparison WHERE finished_at < clock_timestamp() - interval '2 days' AND (finished_at < clock_timestamp() - interval '1 year'
      OR (coalesce(mismatches, 0) = 0 AND id NOT IN (
        SELECT DISTINCT ON (kept.tier, kept.finished_at::date) kept.id FROM comparison kept WHERE kept.state = 'done'
        ORDER BY kept.tier, kept.finished_at::date, kept.finished_at DESC)))`
}

/** How long changes take until a copy answers with them, as a distribution: of the last hour, day and week. */
import type { Ledger } from '@/prisma/connect'

const COPIES = ['search', 'finance'] as const
type Copy = (typeof COPIES)[number]

const SECOND_MS = 1_000
/** Each bucket ends a quarter above the one before. */
const STEP = 1.25
const KEPT_MS = 8 * 86_400_000

export const SPANS = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 } as const
export type Span = keyof typeof SPANS

/** Milliseconds, rounded up to the end of their bucket: at most a quarter too much. */
export type Quantiles = { p50Ms: number; p99Ms: number; p999Ms: number }
export type Latencies = Readonly<Record<Copy, Readonly<Record<Span, Quantiles | null>>>>

type Bucket = { bucket: number; seconds: number }

/**
 * From commit to answer, a change counted for each second since Postgres started and for each one before in which something was committed. What a copy does not
 * cover yet counts with what it has waited until now, so that the figures grow while it stands still. Null for a span in which nothing is known.
 */
export async function readLatencies(db: Ledger, now: Date): Promise<Latencies> {
  const { hour, day, week } = SPANS
  const since = (span: number) => new Date(now.getTime() - span)
  const [rows, covered] = await Promise.all([
    db.$queryRaw<({ copy: Copy; bucket: number } & Record<Span, number>)[]>`
      SELECT copy, bucket::int AS bucket, sum(seconds)::int AS week, coalesce(sum(seconds) FILTER (WHERE minute >= ${since(day)}), 0)::int AS day,
        coalesce(sum(seconds) FILTER (WHERE minute >= ${since(hour)}), 0)::int AS hour
      FROM change_latency WHERE minute >= ${since(week)} GROUP BY copy, bucket`,
    db.$queryRaw<{ copy: Copy; until: Date }[]>`SELECT copy, greatest(covered_until, server_started_at()) AS until FROM covered_copy`,
  ])
  const of = (copy: Copy, span: Span): Quantiles | null => {
    const until = covered.find((each) => each.copy === copy)?.until ?? null
    const waiting = until === null ? [] : waitingSince(until, now, SPANS[span])
    const measured = rows.flatMap((row) => (row.copy === copy && row[span] > 0 ? [{ bucket: row.bucket, seconds: row[span] }] : []))
    return quantiles([...measured, ...waiting])
  }
  const each = (copy: Copy) => ({ hour: of(copy, 'hour'), day: of(copy, 'day'), week: of(copy, 'week') })
  return { search: each('search'), finance: each('finance') }
}

/** Takes away what is older than eight days; how many rows. */
export const forgetOldLatencies = (db: Ledger, now: Date): Promise<number> =>
  db.$executeRaw`DELETE FROM change_latency WHERE minute < ${new Date(now.getTime() - KEPT_MS)}`

/** A change of each second that is not covered yet, with what it has waited; those within the span. */
export function waitingSince(until: Date, now: Date, spanMs: number): Bucket[] {
  const counts = new Map<number, number>()
  const waited = Math.min(now.getTime() - until.getTime(), spanMs)
  for (let ms = waited; ms > 0; ms -= SECOND_MS) {
    const bucket = Math.ceil(Math.log(Math.max(1, ms)) / Math.log(STEP))
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
  }
  return [...counts].map(([bucket, seconds]) => ({ bucket, seconds }))
}

/** Nearest rank: the least bucket that at least that share of the seconds does not exceed. */
export function quantiles(buckets: readonly Bucket[]): Quantiles | null {
  const sorted = [...buckets].sort((a, b) => a.bucket - b.bucket)
  const all = sorted.reduce((sum, { seconds }) => sum + seconds, 0)
  if (all === 0) return null
  const at = (share: number): number => {
    let seen = 0
    const found = sorted.find(({ seconds }) => (seen += seconds) >= share * all)
    return Math.round(STEP ** (found?.bucket ?? 0))
  }
  return { p50Ms: at(0.5), p99Ms: at(0.99), p999Ms: at(0.999) }
}

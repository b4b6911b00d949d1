/**
 * Whether copies hold older versions of payouts than the ledger, or were made by an older definition than the code's. The first is read from the journal
 * after what a copy says it covers, and from what comparisons found; the second is measured by the reconciler, which alone sees both copies.
 */
import { z } from 'zod'
import type { CopyName } from '@/events/held-copy'
import type { Ledger } from '@/prisma/connect'
import { type Cursor, cursorOf } from './compare/ledger-at'

export type CopySkew = {
  copy: CopyName
  /** Payouts that have moved since the last event the copy covers, or that a comparison found behind; null while the copy has not said what it covers. */
  older: number | null
  /** False where more events than are counted came since. */
  isExact: boolean
  /** How long ago the first of those events was written; null where none was. */
  oldestMs: number | null
  /** Of `older`, by how many versions. */
  byDistance: { one: number; two: number; more: number }
  /** Payouts that stand in documents or marts made by an older definition; null while nobody has measured. */
  olderDefinition: number | null
}

const PROCESS = { search: 'search-projector', finance: 'finance-loader' } as const
/** As many events are looked at: 10 ms. */
const EVENTS_MAX = 10_000

const measured = z.object({ olderDefinition: z.object({ search: z.number().nullable(), finance: z.number().nullable() }) })

/** Of both copies; cheap enough to be asked every second. @throws when Postgres does not answer. */
export async function versionSkew(db: Ledger): Promise<CopySkew[]> {
  const [said, found, [leader]] = await Promise.all([
    db.$queryRaw<{ process: string; position: bigint | null; detail: unknown }[]>`
      SELECT process, position, detail FROM heartbeat WHERE process IN ('search-projector', 'finance-loader', 'reconciler')`,
    db.$queryRaw<{ store: string; behind: number }[]>`
      SELECT store, count(*)::int AS behind FROM mismatch WHERE state = 'open' AND cause = 'behind' GROUP BY store`,
    db.$queryRaw<{ era: number }[]>`SELECT era FROM relay_leader`,
  ])
  const definitions = measured.safeParse(said.find(({ process }) => process === 'reconciler')?.detail).data?.olderDefinition
  const of = async (copy: CopyName): Promise<CopySkew> => {
    const position = said.find(({ process }) => process === PROCESS[copy])?.position ?? null
    const moved = position === null ? null : await movedSince(db, leader?.era ?? 1, position)
    const behind = found.find(({ store }) => store === copy)?.behind ?? 0
    return {
      ...{ copy, olderDefinition: definitions?.[copy] ?? null },
      ...{ older: moved && moved.older + behind, isExact: moved?.isExact ?? true, oldestMs: moved?.oldestMs ?? null },
      byDistance: { one: (moved?.one ?? 0) + behind, two: moved?.two ?? 0, more: moved?.more ?? 0 },
    }
  }
  return [await of('search'), await of('finance')]
}

type Moved = { older: number; oldestMs: number | null; one: number; two: number; more: number; isExact: boolean }

/** Payouts that the journal moves after a position. */
async function movedSince(db: Ledger, era: number, position: bigint): Promise<Moved> {
  const { xid, seq } = (await cursorOf(db, era, position)) ?? (await oldestKept(db, era))
  const [moved] = await db.$queryRaw<Moved[]>`
    WITH recent AS (SELECT outbox.aggregate_id, outbox.aggregate_type, outbox.recorded_at FROM outbox
      WHERE (outbox.xid, outbox.seq) > (${xid}::xid8, ${seq}::bigint) ORDER BY outbox.xid, outbox.seq LIMIT ${EVENTS_MAX + 1}),
    moved AS (SELECT count(*) AS versions, min(recent.recorded_at) AS oldest FROM recent WHERE recent.aggregate_type = 'payout' GROUP BY recent.aggregate_id)
    SELECT count(*)::int AS older, (extract(epoch FROM clock_timestamp() - min(moved.oldest)) * 1000)::float AS "oldestMs",
      (count(*) FILTER (WHERE moved.versions = 1))::int AS one, (count(*) FILTER (WHERE moved.versions = 2))::int AS two,
      (count(*) FILTER (WHERE moved.versions > 2))::int AS more, (SELECT count(*) FROM recent) <= ${EVENTS_MAX} AS "isExact"
    FROM moved`
  if (!moved) throw new Error('a count has always one row')
  return moved
}

/** Where the plans of the relay begin that are still kept. */
async function oldestKept(db: Ledger, era: number): Promise<Cursor> {
  const [oldest] = await db.$queryRaw<Cursor[]>`
    SELECT from_xid::text AS xid, from_seq::text AS seq FROM relay_batches WHERE relay_batches.era = ${era} ORDER BY relay_batches.first LIMIT 1`
  return oldest ?? { xid: '0', seq: '0' }
}

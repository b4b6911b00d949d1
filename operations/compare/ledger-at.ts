/** The ledger as it was at one position, while it goes on being written: rows that have not moved since, and of the others their last event before it. */
import { BOOKING_FIELDS, type Bucket, CANONICAL_FIELDS, type CanonicalTexts, canonicalTexts, emptyBuckets } from '@/events/canonical'
import { readEvent } from '@/events/read-event'
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { BUCKET, DIGEST, PAYOUTS, TEXTS } from './payout-texts'

/** Where an event stands in the journal. */
export type Cursor = { xid: string; seq: string }

/** Null where the payout was not there yet, or its event cannot be read. */
export type Moved = ReadonlyMap<string, CanonicalTexts | null>

const IDS_AT_ONCE = 2_000

/** Where the event of a position stands; null when the relay has forgotten how it numbered so long ago, or never did. */
export async function cursorOf(tx: Ledger | Transaction, era: number, position: bigint): Promise<Cursor | null> {
  if (position === 0n) return { xid: '0', seq: '0' }
  const [cursor] = await tx.$queryRaw<Cursor[]>`
    SELECT event.xid::text AS xid, event.seq::text AS seq
    FROM (SELECT * FROM relay_batches WHERE relay_batches.era = ${era} AND relay_batches.first <= ${position} ORDER BY relay_batches.first DESC LIMIT 1) batch
    CROSS JOIN LATERAL (SELECT outbox.xid, outbox.seq FROM outbox WHERE (outbox.xid, outbox.seq) > (batch.from_xid, batch.from_seq)
      ORDER BY outbox.xid, outbox.seq OFFSET ${position} - batch.first LIMIT 1) event
    WHERE batch.last >= ${position}`
  return cursor ?? null
}

const AFTER = ({ xid, seq }: Cursor) => Prisma.sql`(outbox.xid, outbox.seq) > (${xid}::xid8, ${seq}::bigint)`
const UP_TO = ({ xid, seq }: Cursor) => Prisma.sql`(outbox.xid, outbox.seq) <= (${xid}::xid8, ${seq}::bigint)`
const SINCE = (cursor: Cursor) =>
  Prisma.sql`SELECT DISTINCT outbox.aggregate_id FROM outbox WHERE ${AFTER(cursor)} AND outbox.aggregate_type = 'payout'`

/** Sums of the rows that have not moved since `cursor`, as they are. */
export async function unmovedSums(tx: Transaction, cursor: Cursor): Promise<Bucket[]> {
  const rows = await tx.$queryRaw<{ bucket: number; count: number; high: string; low: string }[]>`
    WITH since AS MATERIALIZED (${SINCE(cursor)}),
    print AS (SELECT ${BUCKET} AS bucket, ${DIGEST} AS digest FROM ${PAYOUTS}
      WHERE NOT EXISTS (SELECT FROM since WHERE since.aggregate_id = payout.id))
    SELECT bucket, count(*)::int AS count, sum(('x' || substr(digest, 1, 8))::bit(32)::bigint)::text AS high,
      sum(('x' || substr(digest, 9, 8))::bit(32)::bigint)::text AS low
    FROM print GROUP BY bucket`
  const buckets = emptyBuckets()
  for (const { bucket, count, high, low } of rows) buckets[bucket] = { count, high: BigInt(high), low: BigInt(low) }
  return buckets
}

/** What has moved since `cursor`, as its last event up to there says. */
export async function movedSince(tx: Transaction, cursor: Cursor): Promise<Moved> {
  const rows = await tx.$queryRaw<{ id: string }[]>`SELECT since.aggregate_id AS id FROM (${SINCE(cursor)}) since`
  const moved = new Map<string, CanonicalTexts | null>()
  for (let from = 0; from < rows.length; from += IDS_AT_ONCE) {
    const ids = rows.slice(from, from + IDS_AT_ONCE).map(({ id }) => id)
    const events = await tx.$queryRaw<{ id: string; event: string | null }[]>`
      SELECT since.id, newest.event FROM unnest(${ids}::uuid[]) AS since(id)
      LEFT JOIN LATERAL (SELECT outbox.event FROM outbox WHERE outbox.aggregate_id = since.id AND ${UP_TO(cursor)}
        ORDER BY outbox.version DESC LIMIT 1) newest ON true`
    for (const { id, event } of events) moved.set(id, event === null ? null : textsOfEvent(event))
  }
  return moved
}

/** What an event says of its payout; null when it cannot be read. */
export function textsOfEvent(event: string): CanonicalTexts | null {
  const read = readEvent(event)
  return read.kind === 'payout' ? canonicalTexts(read.data.payout) : null
}

/** Rows of some buckets, by id. */
export async function rowsInBuckets(tx: Transaction, buckets: readonly number[]): Promise<Map<string, CanonicalTexts>> {
  return byId(await tx.$queryRaw<Row[]>`SELECT payout.id, ${TEXTS} AS texts FROM ${PAYOUTS} WHERE ${BUCKET} = ANY(${buckets}::int[])`)
}

/** Rows of some payouts, by id. */
export async function rowsNamed(tx: Transaction, ids: readonly string[]): Promise<Map<string, CanonicalTexts>> {
  return byId(await tx.$queryRaw<Row[]>`SELECT payout.id, ${TEXTS} AS texts FROM ${PAYOUTS} WHERE payout.id = ANY(${ids}::uuid[])`)
}

type Row = { id: string; texts: string[] }
const byId = (rows: readonly Row[]) => new Map(rows.map(({ id, texts }) => [id, namedTexts(texts)]))

const FIELDS = [...CANONICAL_FIELDS, ...BOOKING_FIELDS]

/** Texts in the order of CANONICAL_FIELDS and BOOKING_FIELDS, by the names of their fields. */
export const namedTexts = (texts: readonly (string | null)[]): CanonicalTexts =>
  Object.fromEntries(FIELDS.map((field, n) => [field, texts[n] ?? null])) as CanonicalTexts

/** Every event of some payouts up to `cursor`, in the order of their versions. */
export async function eventsOf(tx: Transaction, ids: readonly string[], cursor: Cursor): Promise<Map<string, string[]>> {
  const events = new Map<string, string[]>()
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const some = ids.slice(from, from + IDS_AT_ONCE)
    const rows = await tx.$queryRaw<{ id: string; event: string }[]>`
      SELECT outbox.aggregate_id AS id, outbox.event FROM outbox WHERE outbox.aggregate_id = ANY(${some}::uuid[]) AND ${UP_TO(cursor)}
      ORDER BY outbox.aggregate_id, outbox.version`
    for (const { id, event } of rows) events.set(id, [...(events.get(id) ?? []), event])
  }
  return events
}

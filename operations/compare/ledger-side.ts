/** One payout in the ledger at one moment: its row, its last event and that one's place on the way to the copies, and who moves it on. */
import { z } from 'zod'
import type { CanonicalTexts } from '@/events/canonical'
import type { CopyName } from '@/events/held-copy'
import { partitionOf } from '@/events/partition'
import type { Ledger, Transaction } from '@/prisma/connect'
import { historyStops } from '../history-stop'
import { kafkaLoss } from '../kafka-loss'
import { type WorkerStatus, workerStatuses } from '../worker-status'
import { type Cursor, cursorOf, rowsNamed, textsOfEvent } from './ledger-at'

export type LastEvent = {
  version: number
  type: string
  /** When it was written, by the clock of the database: a moment before it was committed. */
  recordedAt: string
  /** Null when today's code cannot read it. */
  texts: CanonicalTexts | null
}
export type KafkaPosition = {
  partition: number
  /** `planned`: it has its number, and Kafka has not acknowledged it yet. */
  state: 'published' | 'planned' | 'waiting'
  /** Null while it has none, and where the relay has forgotten how it numbered so long ago: then it is at most `atMost`. */
  position: string | null
  atMost: string | null
  /** Kafka's own number, as the relay noted it. */
  offset: string | null
}
type Life = Pick<WorkerStatus, 'state' | 'silentMs' | 'lastError'>
/** `gapAt`: the position after which it misses events of the payout's partition. */
type CopyWorker = Life & { gapAt: bigint | null; publishDueAt: string | null }

export type LedgerSide = {
  /** When this was read, by the clock of the database. */
  at: string
  era: number
  /** Null when there is no such payout. */
  row: CanonicalTexts | null
  event: LastEvent | null
  place: KafkaPosition
  /** The oldest transaction that began before the event was committed and has not ended; null when none keeps it from being read. */
  holder: { pid: number | null; openMs: number | null } | null
  /** Events that are to be published before it, counted up to 10,000. */
  before: number
  relay: Life & { role: string | null; stop: string | null }
  workers: Readonly<Record<CopyName, CopyWorker>>
  /** Partitions of which Kafka has lost events that are not sent again yet. */
  kafkaLost: number[]
}

type EventRow = Omit<LastEvent, 'texts'> & Cursor & { event: string; isFinal: boolean }

const COUNTED_MAX = 10_000
/** An error older than this was tried again since. */
const ERROR_MS = 40_000

/**
 * Reads it in one snapshot. Ask the copies first: what they have taken, the ledger then knows.
 * @param taken by copy the position up to which it has taken the payout's partition
 * @returns with how many events each has still to take until it has the last one. @throws when Postgres does not answer.
 */
export async function readLedgerSide(db: Ledger, id: string, taken: Readonly<Partial<Record<CopyName, bigint>>>) {
  const partition = partitionOf(id)
  const [read, statuses, stops, loss, details] = await Promise.all([
    db.$transaction((tx) => readPayout(tx, id, partition, taken), { isolationLevel: 'RepeatableRead', timeout: 10_000 }),
    workerStatuses(db),
    historyStops(db),
    kafkaLoss(db),
    copyDetails(db, partition),
  ])
  const lifeOf = (process: string): Life & { role: string | null } => {
    const { state, silentMs, lastError, lastErrorMs, role } = statuses.find((each) => each.process === process) ?? NEVER
    return { state, silentMs, role, lastError: lastErrorMs !== null && lastErrorMs < ERROR_MS ? lastError : null }
  }
  const worker = (process: string): CopyWorker => ({ ...lifeOf(process), ...(details.get(process) ?? NO_DETAIL) })
  const { toTake, ...payout } = read
  const side: LedgerSide = {
    ...payout,
    relay: { ...lifeOf('outbox-relay'), stop: stops.find(({ process }) => process === 'outbox-relay')?.sentence ?? null },
    workers: { search: worker('search-projector'), finance: worker('finance-loader') },
    kafkaLost: loss.open,
  }
  return { side, toTake }
}

const NEVER = { state: 'not-started', silentMs: null, lastError: null, lastErrorMs: null, role: null } as const
const NO_DETAIL = { gapAt: null, publishDueAt: null }

async function readPayout(tx: Transaction, id: string, partition: number, taken: Readonly<Partial<Record<CopyName, bigint>>>) {
  await tx.$executeRaw`SET TRANSACTION READ ONLY`
  const [leader] = await tx.$queryRaw<{ era: number; at: string }[]>`SELECT era, iso_utc(clock_timestamp()) AS at FROM relay_leader`
  if (!leader) throw new Error('relay_leader has no row')
  const row = (await rowsNamed(tx, [id])).get(id) ?? null
  const [last] = await tx.$queryRaw<EventRow[]>`
    SELECT outbox.xid::text AS xid, outbox.seq::text AS seq, outbox.version, outbox.type, iso_utc(outbox.recorded_at) AS "recordedAt", outbox.event,
      outbox.xid < pg_snapshot_xmin(pg_current_snapshot()) AS "isFinal"
    FROM outbox WHERE outbox.aggregate_id = ${id}::uuid AND outbox.aggregate_type = 'payout' ORDER BY outbox.version DESC LIMIT 1`
  const none = { ...leader, row, event: null, holder: null, before: 0, toTake: new Map<CopyName, number>() }
  if (!last)
    return { ...none, place: { partition, state: 'published', position: null, atMost: null, offset: null } satisfies KafkaPosition }
  const { place, before } = await placeOf(tx, leader.era, partition, last)
  const toTake = new Map<CopyName, number>()
  for (const copy of ['search', 'finance'] as const) {
    const count = await stillToTake(tx, leader.era, partition, taken[copy] ?? null, last)
    if (count !== null) toTake.set(copy, count)
  }
  const { version, type, recordedAt } = last
  const event = { version, type, recordedAt, texts: textsOfEvent(last.event) }
  return { ...none, event, place, before, holder: last.isFinal ? null : await holderBelow(tx, last.xid), toTake }
}

type Batch = {
  first: string
  fromXid: string
  fromSeq: string
  toXid: string
  toSeq: string
  isConfirmed: boolean
  holds: boolean
  end: string | null
}

/** Where the event stands, by the plans that the relay keeps of its newest 10,000 batches. */
async function placeOf(
  tx: Transaction,
  era: number,
  partition: number,
  { xid, seq }: Cursor,
): Promise<{ place: KafkaPosition; before: number }> {
  const [batch] = await tx.$queryRaw<Batch[]>`
    SELECT first::text AS first, from_xid::text AS "fromXid", from_seq::text AS "fromSeq", to_xid::text AS "toXid", to_seq::text AS "toSeq",
      confirmed_at IS NOT NULL AS "isConfirmed", (to_xid, to_seq) >= (${xid}::xid8, ${seq}::bigint) AS holds, offsets[${partition + 1}]::text AS "end"
    FROM relay_batches WHERE relay_batches.era = ${era} AND (from_xid, from_seq) < (${xid}::xid8, ${seq}::bigint) ORDER BY relay_batches.first DESC LIMIT 1`
  if (!batch) {
    const [oldest] = await tx.$queryRaw<{ before: string | null }[]>`
      SELECT (min(relay_batches.first) - 1)::text AS before FROM relay_batches WHERE relay_batches.era = ${era}`
    if (oldest?.before) return { place: { partition, state: 'published', position: null, atMost: oldest.before, offset: null }, before: 0 }
    return waiting(tx, partition, { xid: '0', seq: '0' }, { xid, seq })
  }
  if (!batch.holds) return waiting(tx, partition, { xid: batch.toXid, seq: batch.toSeq }, { xid, seq })
  const events = await tx.$queryRaw<{ id: string; isIt: boolean }[]>`
    SELECT outbox.aggregate_id AS id, outbox.xid = ${xid}::xid8 AND outbox.seq = ${seq}::bigint AS "isIt" FROM outbox
    WHERE (outbox.xid, outbox.seq) > (${batch.fromXid}::xid8, ${batch.fromSeq}::bigint)
      AND (outbox.xid, outbox.seq) <= (${batch.toXid}::xid8, ${batch.toSeq}::bigint) ORDER BY outbox.xid, outbox.seq`
  const index = events.findIndex(({ isIt }) => isIt)
  const position = (BigInt(batch.first) + BigInt(index)).toString()
  const fromHere = events.slice(index).filter((each) => partitionOf(each.id) === partition).length
  const offset = batch.isConfirmed && batch.end !== null ? (BigInt(batch.end) - BigInt(fromHere)).toString() : null
  return { place: { partition, state: batch.isConfirmed ? 'published' : 'planned', position, atMost: null, offset }, before: 0 }
}

async function waiting(
  tx: Transaction,
  partition: number,
  after: Cursor,
  { xid, seq }: Cursor,
): Promise<{ place: KafkaPosition; before: number }> {
  const [counted] = await tx.$queryRaw<{ before: number }[]>`
    SELECT count(*)::int AS before FROM (SELECT FROM outbox WHERE (outbox.xid, outbox.seq) > (${after.xid}::xid8, ${after.seq}::bigint)
      AND (outbox.xid, outbox.seq) < (${xid}::xid8, ${seq}::bigint) LIMIT ${COUNTED_MAX}) AS ahead`
  return { place: { partition, state: 'waiting', position: null, atMost: null, offset: null }, before: counted?.before ?? 0 }
}

/** Events of the partition after what a copy has taken, up to the payout's last; null where that cannot be counted. */
async function stillToTake(
  tx: Transaction,
  era: number,
  partition: number,
  taken: bigint | null,
  { xid, seq }: Cursor,
): Promise<number | null> {
  const from = taken === null ? null : await cursorOf(tx, era, taken)
  if (from === null) return null
  const events = await tx.$queryRaw<{ id: string }[]>`
    SELECT outbox.aggregate_id AS id FROM outbox WHERE (outbox.xid, outbox.seq) > (${from.xid}::xid8, ${from.seq}::bigint)
      AND (outbox.xid, outbox.seq) <= (${xid}::xid8, ${seq}::bigint) LIMIT ${COUNTED_MAX + 1}`
  return events.length > COUNTED_MAX ? null : events.filter((each) => partitionOf(each.id) === partition).length
}

/** By the locks that every transaction holds on itself, which any role may see; a prepared one has no process. */
async function holderBelow(tx: Transaction, xid: string): Promise<LedgerSide['holder']> {
  const [holder] = await tx.$queryRaw<{ pid: number | null; openMs: number | null }[]>`
    SELECT lock.pid, (extract(epoch FROM clock_timestamp() - activity.xact_start) * 1000)::float AS "openMs"
    FROM pg_locks lock LEFT JOIN pg_stat_activity activity ON activity.pid = lock.pid
    WHERE lock.locktype = 'transactionid' AND lock.mode = 'ExclusiveLock' AND lock.granted AND age(lock.transactionid) >= age(${xid}::xid8::xid)
    ORDER BY age(lock.transactionid) DESC LIMIT 1`
  return holder ?? null
}

const detailSchema = z.object({
  gaps: z.record(z.string(), z.string().regex(/^\d+$/)).nullish().catch(null),
  publishDueAt: z.iso.datetime().nullish().catch(null),
})

/** What the processes of the copies say of themselves beside what the operations page shows. */
async function copyDetails(db: Ledger, partition: number): Promise<Map<string, Pick<CopyWorker, 'gapAt' | 'publishDueAt'>>> {
  const rows = await db.$queryRaw<{ process: string; detail: unknown }[]>`
    SELECT process, detail FROM heartbeat WHERE process IN ('search-projector', 'finance-loader')`
  return new Map(
    rows.map(({ process, detail }) => {
      const { gaps = null, publishDueAt = null } = detailSchema.safeParse(detail).data ?? {}
      const gap = gaps?.[partition] ?? null
      return [process, { gapAt: gap === null ? null : BigInt(gap), publishDueAt }]
    }),
  )
}

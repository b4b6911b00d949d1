/** The journal in its order, with what the relay has noted of it: for whoever numbers it again and holds it against Kafka. */
import type { Ledger } from '@/prisma/connect'
import type { Cursor } from './ledger-at'

export type JournalRow = { xid: string; seq: string; aggregateId: string; event: string }
/** The last event that Kafka has acknowledged, where it stands in the journal, and the first position whose event is signed. */
export type JournalHead = { era: number; position: bigint; signedFrom: bigint; cursor: Cursor }
/** A batch as it was planned: the position of its last event, and the head of the hash chain there. */
export type NotedHash = { last: bigint; hash: string }

const ROWS_AT_ONCE = 5_000

/** Null before anything was acknowledged. */
export async function journalHead(db: Ledger): Promise<JournalHead | null> {
  const [head] = await db.$queryRaw<{ era: number; position: bigint; signedFrom: bigint; xid: string; seq: string }[]>`
    SELECT leader.era, batch.last AS position, coalesce(leader.signed_from, 1) AS "signedFrom", batch.to_xid::text AS xid, batch.to_seq::text AS seq
    FROM relay_leader leader CROSS JOIN LATERAL (
      SELECT * FROM relay_batches noted WHERE noted.era = leader.era AND noted.confirmed_at IS NOT NULL ORDER BY noted.first DESC LIMIT 1) batch`
  return head ? { era: head.era, position: head.position, signedFrom: head.signedFrom, cursor: { xid: head.xid, seq: head.seq } } : null
}

/** Those batches that the relay still knows, up to `position`, in their order. */
export function notedHashes(db: Ledger, { era, position }: JournalHead): Promise<NotedHash[]> {
  return db.$queryRaw<NotedHash[]>`
    SELECT noted.last, noted.hash FROM relay_batches noted WHERE noted.era = ${era} AND noted.last <= ${position} ORDER BY noted.last`
}

/** Every row up to the head's, a few thousand at a time. They never change any more, so that no transaction holds them together. */
export async function* journalRows(db: Ledger, { cursor: end }: JournalHead): AsyncGenerator<JournalRow[]> {
  for (let from: Cursor = { xid: '0', seq: '0' }; ; ) {
    const rows = await db.$queryRaw<JournalRow[]>`
      SELECT outbox.xid::text AS xid, outbox.seq::text AS seq, outbox.aggregate_id::text AS "aggregateId", outbox.event FROM outbox
      WHERE (outbox.xid, outbox.seq) > (${from.xid}::xid8, ${from.seq}::bigint) AND (outbox.xid, outbox.seq) <= (${end.xid}::xid8, ${end.seq}::bigint)
      ORDER BY outbox.xid, outbox.seq LIMIT ${ROWS_AT_ONCE}`
    const last = rows.at(-1)
    if (!last) return
    yield rows
    from = last
  }
}

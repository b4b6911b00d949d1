/** A journal for tests of the relay: valid events, appended by raw SQL as the app's role would. */
import type { Pool } from 'pg'

/** Appends `count` events of new aggregates within the caller's transaction. */
export async function appendEvents(client: Pick<Pool, 'query'>, count: number): Promise<string[]> {
  const { rows } = await client.query<{ event_id: string }>({
    name: 'append-test-events',
    text: `
      INSERT INTO outbox (era, event_id, aggregate_type, aggregate_id, version, type, event, actor, request_id, occurred_at)
      SELECT 1, event_id, 'audit', id, 1, 'audit.tested', json_build_object('specversion', '1.0', 'id', event_id, 'source', 'urn:payledger:payroll',
        'type', 'audit.tested', 'time', iso_utc(now()), 'subject', id, 'dataschema', 'urn:payledger:audit:1', 'sequence', '1', 'data', json_build_object(
          'about', json_build_object('type', 'test', 'id', id), 'act', 'tested', 'actor', json_build_object('kind', 'process', 'id', 'test', 'name', 'Test'),
          'reason', NULL, 'detail', json_build_object()))::text, 'test', 'test', now()
      FROM (SELECT uuidv7() AS event_id, uuidv7() AS id FROM generate_series(1, $1::int)) AS made RETURNING event_id`,
    values: [count],
  })
  return rows.map(({ event_id }) => event_id)
}

export type Committed = { eventId: string; xid: bigint; seq: bigint }

/** Everything in the journal, in the order the relay must publish it. */
export async function committedEvents(pool: Pick<Pool, 'query'>): Promise<Committed[]> {
  const { rows } = await pool.query<{ event_id: string; xid_text: string; seq: string }>(
    'SELECT o.event_id, o.xid::text AS xid_text, o.seq FROM outbox o ORDER BY o.xid, o.seq',
  )
  return rows.map(({ event_id, xid_text, seq }) => ({ eventId: event_id, xid: BigInt(xid_text), seq: BigInt(seq) }))
}

export type WritersOptions = {
  writers: number
  /** Until so many events are committed, all writers together, or until it says true. */
  events: number | (() => boolean)
  eventsPerTransaction: number
  holdMsMax: number
  rolledBackShare: number
  /** Called after each commit, with the database's clock read after it, in microseconds since 1970. */
  onCommit?: (eventIds: string[], committedBy: bigint) => void
}

/** Writers at work side by side: each appends half of a transaction's events, holds it open, appends the rest, and commits or rolls back. */
export async function runWriters(pool: Pool, options: WritersOptions): Promise<void> {
  const { writers, events, eventsPerTransaction, holdMsMax, rolledBackShare, onCommit } = options
  let committed = 0
  const isDone = typeof events === 'number' ? () => committed >= events : events
  const write = async () => {
    const client = await pool.connect()
    try {
      while (!isDone()) {
        await client.query('BEGIN')
        const ids = await appendEvents(client, Math.ceil(eventsPerTransaction / 2))
        if (holdMsMax > 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * holdMsMax))
        if (eventsPerTransaction > 1) ids.push(...(await appendEvents(client, Math.floor(eventsPerTransaction / 2))))
        if (Math.random() < rolledBackShare) {
          await client.query('ROLLBACK')
          continue
        }
        await client.query('COMMIT')
        committed += ids.length
        if (!onCommit) continue
        const clock = await client.query<{ us: string }>('SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint::text AS us')
        onCommit(ids, BigInt(clock.rows[0]?.us ?? '0'))
      }
    } finally {
      client.release()
    }
  }
  await Promise.all(Array.from({ length: writers }, write))
}

/** Uses up transaction ids, so that the next one is at least `xid`. */
export async function advanceXids(client: Pick<Pool, 'query'>, xid: number): Promise<void> {
  await client.query(`DO $$ BEGIN WHILE pg_current_xact_id()::text::bigint < ${xid - 1} LOOP COMMIT; END LOOP; END $$`)
}

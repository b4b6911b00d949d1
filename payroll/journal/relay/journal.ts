/** What the relay reads of the journal: rows that are final, in their final order. */
import type { JournalConnection } from './connection'

/** A place in the journal; both numbers as decimal strings. */
export type Cursor = { xid: string; seq: string }
export const BEGINNING: Cursor = { xid: '0', seq: '0' }

export type JournalRow = { xid: string; seq: string; aggregateId: string; event: string }

/** No transaction below `xmin` is running any more; none from `xmax` on has begun. */
export type Horizon = { xmin: bigint; xmax: bigint }

export type Final = {
  rows: JournalRow[]
  horizon: Horizon
  /** Every event whose transaction has a lower id is in `rows`, or was before. */
  through: bigint
}

/**
 * Up to `limit` rows after `after` whose transactions, and all that began before them, have ended: nothing can come between them any more.
 * Reading `seq > last` instead lost 10 to 34 % of the events of 16 writers, and with `xid < xmin` added it still lost some.
 * @param readTo the `xmin` below which everything was read already: while it is still the horizon's, no row can be new, and none is looked for.
 */
export async function readFinal(connection: JournalConnection, after: Cursor, limit: number, readTo: bigint | null = null): Promise<Final> {
  const seen = await connection.query<{ xmin: string; xmax: string }>({
    name: 'relay-horizon',
    text: 'SELECT pg_snapshot_xmin(s)::text AS xmin, pg_snapshot_xmax(s)::text AS xmax FROM pg_current_snapshot() AS s',
  })
  const [first] = seen.rows
  if (!first) throw new Error('the horizon could not be read')
  const horizon = { xmin: BigInt(first.xmin), xmax: BigInt(first.xmax) }
  if (horizon.xmin === readTo) return { rows: [], horizon, through: horizon.xmin }
  // Two statements instead of one: what had ended when the first one looked is all visible to the second.
  const rows = await readRows(connection, 'relay-read', '(o.xid, o.seq) > ($1::xid8, $2::bigint) AND o.xid < $3::xid8', [
    after.xid,
    after.seq,
    first.xmin,
    limit,
  ])
  const last = rows.at(-1)
  return { rows, horizon, through: last && rows.length >= limit ? BigInt(last.xid) : horizon.xmin }
}

/** The rows of a batch that was planned before: after `after`, up to and with `to`. One more than `count` is read, should there be any. */
export function readPlanned(connection: JournalConnection, after: Cursor, to: Cursor, count: number): Promise<JournalRow[]> {
  const between = '(o.xid, o.seq) > ($1::xid8, $2::bigint) AND (o.xid, o.seq) <= ($3::xid8, $5::bigint)'
  return readRows(connection, 'relay-planned', between, [after.xid, after.seq, to.xid, count + 1, to.seq])
}

/** `ORDER BY` names the columns with their table: an output column called xid, cast to text, would be sorted as text, and events were lost so. */
async function readRows(connection: JournalConnection, name: string, where: string, values: unknown[]): Promise<JournalRow[]> {
  const { rows } = await connection.query<[string, string, string, string]>({
    name,
    text: `SELECT o.xid::text, o.seq::text, o.aggregate_id::text, o.event FROM outbox o WHERE ${where} ORDER BY o.xid, o.seq LIMIT $4`,
    values,
    rowMode: 'array',
  })
  return rows.map(([xid, seq, aggregateId, event]) => ({ xid, seq, aggregateId, event }))
}

/** Whatever had committed by `at` (ISO, UTC) has a transaction id below `xid`. */
export type CommitMarker = { at: string; xid: bigint }

/**
 * The mark a watermark is made of: the clock first, then the id of a small transaction that is committed at once. The other order, or the
 * snapshot's xmax as the id, claimed commits that were not there (325 to 341 of 430 marks).
 */
export async function takeCommitMarker(connection: JournalConnection): Promise<CommitMarker> {
  const clock = await connection.query<{ at: string }>({
    name: 'relay-clock',
    text: `SELECT iso_utc(date_trunc('milliseconds', clock_timestamp())) AS at`,
  })
  const own = await connection.query<{ xid: string }>({ name: 'relay-mark', text: 'SELECT pg_current_xact_id()::text AS xid' })
  const [at, xid] = [clock.rows[0]?.at, own.rows[0]?.xid]
  if (!at || !xid) throw new Error('the clock could not be read')
  return { at, xid: BigInt(xid) }
}

/** Who holds the horizon back; what the relay's role may not see of another role's session is null. */
export type Holder = {
  pid: number
  database: string | null
  application: string | null
  query: string | null
  ageSeconds: number | null
  xid: string
  /** By which that very transaction is known again when a person ends it; times in UTC with microseconds. */
  session: { xid: string; backendStart: string; xactStart: string; user: string; state: string | null; isOurs: boolean } | null
}

const MICROSECONDS = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`

/** The oldest transaction of the whole cluster that has an id; any in another database counts too. */
export async function findHolder(connection: JournalConnection): Promise<Holder | null> {
  const { rows } = await connection.query<Holder>(
    `SELECT pid, datname AS database, application_name AS application, nullif(left(query, 120), '<insufficient privilege>') AS query,
            extract(epoch FROM clock_timestamp() - xact_start)::float AS "ageSeconds", backend_xid::text AS xid,
            CASE WHEN xact_start IS NOT NULL AND backend_start IS NOT NULL THEN json_build_object('xid', backend_xid::text, 'user', usename, 'state', state,
              'isOurs', datname IS NOT DISTINCT FROM current_database(), 'backendStart', to_char(backend_start AT TIME ZONE 'UTC', ${MICROSECONDS}),
              'xactStart', to_char(xact_start AT TIME ZONE 'UTC', ${MICROSECONDS})) END AS session
     FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid() ORDER BY age(backend_xid) DESC LIMIT 1`,
  )
  return rows[0] ?? null
}

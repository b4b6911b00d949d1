/** One relay leads: an advisory lock keeps the others waiting, and an epoch fences off one that does not know it has lost. */
import type { JournalConnection } from './connection'

/** "relay" in ASCII. The lock counts within one database. */
const LOCK = 0x72656c6179

export type Lead = { era: number; epoch: string }

/** A leader renews its lead every few seconds; one that has not for this long is frozen, with its lock held. */
const FROZEN_AFTER_SECONDS = 15

/**
 * Takes the lead when nobody has it, and raises the epoch. Null while another relay leads. The lead lasts as long as the connection, and no longer than
 * it is renewed: the connection of a leader that was suspended is ended, and what it does when it wakes up is fenced off by its epoch.
 */
export async function takeLead(connection: JournalConnection): Promise<Lead | null> {
  const { rows } = await connection.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [LOCK])
  if (!rows[0]?.mine) {
    await endFrozen(connection)
    return null
  }
  const raised = await connection.query<Lead>(
    'UPDATE relay_leader SET epoch = epoch + 1, renewed_at = clock_timestamp() RETURNING era, epoch::text AS epoch',
  )
  return raised.rows[0] ?? null
}

/** Says that the leader lives, by the database's clock. */
export async function renewLead(connection: JournalConnection, { era, epoch }: Lead): Promise<void> {
  await connection.query('UPDATE relay_leader SET renewed_at = clock_timestamp() WHERE era = $1 AND epoch = $2', [era, epoch])
}

/** The relay's role may end its own sessions. A leader of an earlier version renews nothing and is left alone. */
async function endFrozen(connection: JournalConnection): Promise<void> {
  await connection.query(
    `SELECT pg_terminate_backend(l.pid) FROM pg_locks l, relay_leader r
     WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND (l.classid::bigint << 32) | l.objid::bigint = $1 AND r.renewed_at < clock_timestamp() - make_interval(secs => $2)`,
    [LOCK, FROZEN_AFTER_SECONDS],
  )
}

/**
 * The position from which on every event is signed; noted once, by the first relay that signs.
 * @param planned the last position planned so far.
 */
export async function signedFrom(connection: JournalConnection, planned: bigint): Promise<bigint> {
  const { rows } = await connection.query<{ from: string }>(
    'UPDATE relay_leader SET signed_from = coalesce(signed_from, $1::bigint) RETURNING signed_from::text AS from',
    [(planned + 1n).toString()],
  )
  return BigInt(rows[0]?.from ?? 1)
}

/** Settings under which a committed event could vanish, or never become final; each a phrase. Empty when the server keeps its word. */
export async function unsafeSettings(connection: JournalConnection): Promise<string[]> {
  const { rows } = await connection.query<{ name: string; value: string }>(
    `SELECT name, current_setting(name) AS value FROM unnest(ARRAY['fsync', 'full_page_writes', 'synchronous_commit']) AS name
     WHERE current_setting(name) = 'off'
     UNION ALL SELECT 'max_prepared_transactions', current_setting('max_prepared_transactions') WHERE current_setting('max_prepared_transactions') <> '0'`,
  )
  return rows.map(({ name, value }) => `${name} is ${value}`)
}

/** Whether the server is a standby that only follows another one. */
export async function isInRecovery(connection: JournalConnection): Promise<boolean> {
  const { rows } = await connection.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby')
  return rows[0]?.standby ?? false
}

/**
 * Whether this is the database the era began in, which the first relay notes. A restored dump is another one, also within the same cluster.
 * @returns what is wrong, or null.
 */
export async function otherDatabase(connection: JournalConnection): Promise<string | null> {
  const { rows } = await connection.query<{ known: string | null; here: string }>(
    `WITH here AS MATERIALIZED (
       SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || (SELECT oid FROM pg_database WHERE datname = current_database()) AS id),
     noted AS (UPDATE relay_leader SET system_identifier = (SELECT id FROM here) WHERE system_identifier IS NULL RETURNING 1)
     SELECT system_identifier AS known, here.id AS here FROM relay_leader, here`,
  )
  const { known, here } = rows[0] ?? { known: null, here: '' }
  return known === null || known === here
    ? null
    : `this database (${here}) is not the one the events of this era were published from (${known})`
}

/**
 * Makes a large ledger out of a small one: every run that is there, with all that hangs on it, is copied so many times, by INSERT … SELECT. The rows
 * are therefore what the product's own commands wrote, in the states they left them in. The ledger's rules are off meanwhile (a row that is born
 * settled is none they would let in), so this is for measuring only; and of each payout's events only the last is copied.
 */
import { Client } from 'pg'

export type Multiplied = { copies: number; companies: number }

/** Copied for each company, and for each copy of a run. Order does not matter: the rules that compare tables are off. */
const OF_COMPANY = ['company', 'debtor_account', 'import_mapping']
const NOT_COPIED = [
  'bank_profile',
  'relay_leader',
  'relay_batches',
  'heartbeat',
  'idempotency_key',
  'sign_in_attempt',
  'schema_migrations',
  'user_company',
]
/** What names something of a run without a foreign key. */
const NAMES = [
  'reference',
  'message_id',
  'file_name',
  'end_to_end_id',
  'block_id',
  'booking',
  'matched_to',
  'sha256',
  'file_sha256',
  'source_hash',
]
/** In a unique index beside what names something. */
const WORDS = ['kind', 'status', 'state', 'direction', 'user_id', 'fingerprint', 'type']
const IDS = ['aggregate_id', 'event_id']

type Column = { table: string; name: string; type: string; isKey: boolean; target: string | null }

/** Tables are copied by so many sessions at once. */
const SESSIONS = 3

/** @param url the owner's address, a superuser's, of a database that is only for this. */
export async function multiply(url: string, { copies, companies }: Multiplied): Promise<void> {
  const clients = Array.from({ length: SESSIONS }, () => new Client({ connectionString: url }))
  const [client] = clients as [Client]
  try {
    for (const each of clients) {
      await each.connect()
      await each.query(
        `SET session_replication_role = replica; SET synchronous_commit = off; SET maintenance_work_mem = '256MB'; ${FUNCTIONS}`,
      )
    }
    const tables = Map.groupBy(await columnsOf(client), ({ table }) => table)
    const indexes = await dropIndexes(client, [...tables.keys()])
    for (const table of OF_COMPANY) await copy(client, table, tables, `generate_series(1, ${companies - 1}) AS k`, 'k')
    const runs = [...tables.keys()].filter((table) => !OF_COMPANY.includes(table))
    await inTurn(clients, runs, (each, table) => copy(each, table, tables, `generate_series(1, ${copies - 1}) AS k`, `k % ${companies}`))
    await inTurn(clients, indexes, (each, definition) => each.query(definition))
    await client.query(`
      INSERT INTO relay_batches (era, first, last, from_xid, from_seq, to_xid, to_seq, partition_last, hash, epoch, confirmed_at)
      SELECT 1, 1, count(*), '0', 0, max(xid), max(seq), '{0,0,0,0,0,0}', '', 0, now() FROM outbox`)
    await client.query('VACUUM ANALYZE')
  } finally {
    for (const each of clients) await each.end()
  }
}

/** Each session takes the next when it is done with one. */
async function inTurn(clients: readonly Client[], items: readonly string[], work: (client: Client, item: string) => Promise<unknown>) {
  const queue = items.values()
  await Promise.all(
    clients.map(async (client) => {
      for (const item of queue) await work(client, item)
    }),
  )
}

/** Made at the end, an index costs a fraction of what it does row by row; those that constraints are made of stay. @returns their definitions. */
async function dropIndexes(client: Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i
     WHERE i.indrelid = ANY($1::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)`,
    [tables.map((table) => `"${table}"`)],
  )
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`)
  return rows.map(({ definition }) => definition)
}

/**
 * The same value for the same copy, so that what belonged together does so again; copy 0 is the original. Everything in them is immutable (a number made
 * text by a cast, no conversion of encodings), or Postgres would call them instead of putting them in place.
 */
const FUNCTIONS = `
  CREATE FUNCTION pg_temp.copied(v uuid, k int) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT CASE k WHEN 0 THEN v ELSE md5(v::text || k::text)::uuid END $$;
  CREATE FUNCTION pg_temp.copied(v text, k int) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN k = 0 THEN v
    WHEN length(v) = 64 THEN md5(v || k::text) || md5(k::text || v) WHEN length(v) = 3 AND upper(v) = v THEN left(v, 2) || k::text
    ELSE v || '~' || k::text END $$;`

/** The event speaks of the copy: the ledger compares its ids with the row's. */
const EVENT = `replace(replace(t.event, t.event_id::text, pg_temp.copied(t.event_id, k)::text), t.aggregate_id::text, pg_temp.copied(t.aggregate_id, k)::text)`

/** A company pays once a month: its copies are of the months from January 2000 on. */
const MONTH = (company: string) =>
  `to_char(date '2000-01-01' + make_interval(months => k / greatest(1, ${company.replace('k % ', '')})), 'YYYY-MM')`

async function columnsOf(client: Client): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `
    SELECT c.relname AS table, a.attname AS name, t.typname AS type, EXISTS (
        SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND a.attnum = ANY(i.indkey)) AS "isKey",
      (SELECT f.confrelid::regclass::text FROM pg_constraint f WHERE f.contype = 'f' AND f.conrelid = c.oid AND a.attnum = ANY(f.conkey) LIMIT 1) AS target
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attgenerated = '' AND a.attidentity = ''
      AND c.relname <> ALL($1::text[]) AND c.relname NOT LIKE 'app\\_%' ORDER BY c.relname, a.attnum`,
    [NOT_COPIED],
  )
  return rows
}

async function copy(client: Client, table: string, tables: Map<string, Column[]>, series: string, company: string): Promise<void> {
  const columns = (tables.get(table) ?? []).filter(({ name }) => !(table === 'outbox' && name === 'xid'))
  const values = columns.map(({ name, type, isKey, target }) => {
    if (target !== null && OF_COMPANY.includes(target)) return `pg_temp.copied(t."${name}", ${company})`
    if (table === 'outbox' && name === 'event') return EVENT
    if (name === 'period' && !OF_COMPANY.includes(table)) return MONTH(company)
    if (name === 'account_hash') return `pg_temp.copied(t.account_hash, ${company})`
    const isOurs =
      type === 'uuid'
        ? (isKey && target === null) || (target !== null && tables.has(target)) || IDS.includes(name)
        : isKey || NAMES.includes(name) || name === 'claim_key'
    return isOurs && !WORDS.includes(name) && (type === 'uuid' || type === 'text') ? `pg_temp.copied(t."${name}", k)` : `t."${name}"`
  })
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  const newest = table === 'outbox' ? `(SELECT DISTINCT ON (aggregate_id) * FROM outbox ORDER BY aggregate_id, version DESC)` : `"${table}"`
  await client.query(`INSERT INTO "${table}" (${names}) SELECT ${values.join(', ')} FROM ${newest} AS t, ${series}`)
}

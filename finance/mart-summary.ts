/** What freshly built marts hold, in a few figures and one hash. */
import { createHash, type Hash } from 'node:crypto'
import { type Connection, rowsOf } from './duckdb'
import type { Manifest } from './manifest'

export type Summary = Pick<Manifest, 'events' | 'payouts' | 'sums' | 'hash'>

/** Counts and sums of built marts, by currency in minor units, for the manifest. @throws DuckDB's error where a mart is missing. */
export async function summarize(connection: Connection): Promise<Summary> {
  const [counts] = await rowsOf<{ events: string; payouts: string }>(
    connection,
    'SELECT (SELECT count(*) FROM journal) AS events, (SELECT count(*) FROM payout_facts) AS payouts',
  )
  const sums = await rowsOf<{ currency: string; payouts: string; amountMinor: string; booked: string; feeMinor: string }>(
    connection,
    `SELECT currency, sum(payouts)::BIGINT AS payouts, sum(amount_minor)::HUGEINT AS "amountMinor", sum(booked)::BIGINT AS booked,
      sum(fee_minor)::HUGEINT AS "feeMinor"
    FROM (SELECT currency, 1 AS payouts, amount_minor, (settled_at IS NOT NULL)::INTEGER AS booked, 0 AS fee_minor FROM payout_facts
      UNION ALL SELECT charge_currency, 0, 0, 0, amount_minor FROM payout_charges)
    GROUP BY currency ORDER BY currency`,
  )
  return {
    events: Number(counts?.events),
    payouts: Number(counts?.payouts),
    sums: sums.map((sum) => ({ ...sum, payouts: Number(sum.payouts), booked: Number(sum.booked) })),
    hash: await hashOf(connection),
  }
}

/** Made of what events say, row by row; the others are counted and added up. */
const OF_EVENTS = ['payout_facts', 'payout_changes', 'payout_charges']

const OTHER_MARTS = `
  SELECT table_name AS "table" FROM duckdb_tables() WHERE NOT temporary AND NOT list_contains(['${OF_EVENTS.join("', '")}'], table_name) ORDER BY table_name`

/** So many positions are hashed at once: those of a block of 4,096 as one text, and a million of them fit into memory by far. */
const POSITIONS_AT_ONCE = 1_048_576n

/**
 * Over which events there are and what they say; over which of them is each payout's newest, for a row of `payout_facts` is what that event says; and over every
 * row of the other marts.
 */
async function hashOf(connection: Connection): Promise<string> {
  const whole = createHash('sha256')
  await hashByPosition(connection, 'journal', "position || ':' || to_base64(content)", whole)
  await hashByPosition(connection, 'payout_facts', 'position::VARCHAR', whole)
  for (const { table } of await rowsOf<{ table: string }>(connection, OTHER_MARTS))
    whole.update(`${table}:${await rowsHash(connection, table, `to_json(${table})::VARCHAR`)}`)
  return whole.digest('hex')
}

async function hashByPosition(connection: Connection, table: string, row: string, whole: Hash): Promise<void> {
  whole.update(`${table}:`)
  const [{ last = null } = {}] = await rowsOf<{ last: string | null }>(connection, `SELECT max(position) AS last FROM ${table}`)
  for (let from = 0n; from <= BigInt(last ?? -1); from += POSITIONS_AT_ONCE) {
    const texts = await rowsOf<{ text: string }>(
      connection,
      `SELECT string_agg(${row}, ' ' ORDER BY position) AS text FROM ${table}
       WHERE position BETWEEN ${from} AND ${from + POSITIONS_AT_ONCE - 1n} GROUP BY position >> 12 ORDER BY position >> 12`,
    )
    for (const { text } of texts) whole.update(`${text} `)
  }
}

/** A hash of rows without regard to their order; in two steps, or millions of hashes would have to stand in one text. */
async function rowsHash(connection: Connection, table: string, row: string): Promise<string> {
  const [found] = await rowsOf<{ hash: string | null }>(
    connection,
    `WITH rows AS (SELECT sha256(${row}) AS hash FROM ${table}),
      parts AS (SELECT left(hash, 2) AS part, sha256(string_agg(hash, '' ORDER BY hash)) AS hash FROM rows GROUP BY part)
    SELECT sha256(string_agg(part || hash, '' ORDER BY part)) AS hash FROM parts`,
  )
  return found?.hash ?? 'empty'
}

/** What freshly built marts hold, in a few figures and hashes. */
import { createHash } from 'node:crypto'
import { type Connection, rowsOf } from './duckdb'
import type { Manifest } from './manifest'
import { sqlText } from './sql-file'

/** One published table: its rows, and a hash that is the same for the same rows. */
export type MartHash = { name: string; rows: number; sha256: string }
/** Control totals of one currency: what runs say that they pay, and what their payouts come to. */
export type ControlTotal = { currency: string; runs: number; payouts: number; amountMinor: string; ofPayoutsMinor: string }

export type Summary = Pick<Manifest, 'events' | 'payouts' | 'sums' | 'hash'> & {
  /** The head of the journal's chain that the events come to. */
  head: string
  marts: MartHash[]
  controlTotals: ControlTotal[]
}

/** Counts, sums and hashes of built marts, for the manifest and its certificate. @throws DuckDB's error where a mart is missing. */
export async function summarize(connection: Connection, head: string): Promise<Summary> {
  const [counts] = await rowsOf<{ events: string; payouts: string }>(
    connection,
    'SELECT (SELECT count(*) FROM journal) AS events, (SELECT count(*) FROM payout_facts) AS payouts',
  )
  const sums = await rowsOf<{ currency: string; payouts: string; amountMinor: string; booked: string; feeMinor: string }>(
    connection,
    asked('sums'),
  )
  const totals = await rowsOf<Omit<ControlTotal, 'runs' | 'payouts'> & { runs: string; payouts: string }>(
    connection,
    asked('control_totals'),
  )
  const marts = await martHashes(connection)
  return {
    events: Number(counts?.events),
    payouts: Number(counts?.payouts),
    sums: sums.map((sum) => ({ ...sum, payouts: Number(sum.payouts), booked: Number(sum.booked) })),
    controlTotals: totals.map((total) => ({ ...total, runs: Number(total.runs), payouts: Number(total.payouts) })),
    head,
    marts,
    hash: sha256([head, ...marts.map(({ name, rows, sha256 }) => `${name} ${rows} ${sha256}`)].join('\n')),
  }
}

/** A file of `summary/`: what whoever publishes marts asks of them, which is more than this process (finance/spark). */
const asked = (name: string): string => sqlText('summary', name)

/**
 * What a mart's hash is over. Of those that are made of events row by row it is which events those are, for what their rows say follows from the events, whose hash
 * is the head, and from the SQL, whose hash stands beside them; a hash of each of millions of rows would take longer than all else. Of the others it is every row.
 */
const OF_EVENTS: readonly string[] = ['payout_facts', 'payout_changes', 'payout_charges']

/** The published tables, by name. */
export async function martHashes(connection: Connection): Promise<MartHash[]> {
  const tables = await rowsOf<{ name: string }>(
    connection,
    'SELECT table_name AS name FROM duckdb_tables() WHERE NOT temporary AND database_name = current_database() ORDER BY name',
  )
  const marts: MartHash[] = []
  for (const { name } of tables) {
    const [{ rows = '0' } = {}] = await rowsOf<{ rows: string }>(connection, `SELECT count(*) AS rows FROM ${name}`)
    marts.push({
      name,
      rows: Number(rows),
      sha256: await hashOf(connection, OF_EVENTS.includes(name) ? asked(`hash_${name}`) : `SELECT * FROM ${name}`),
    })
  }
  return marts
}

async function hashOf(connection: Connection, query: string): Promise<string> {
  const digest = createHash('sha256')
  const result = await connection.stream(`SELECT to_json(asked)::VARCHAR AS row FROM (${query}) asked ORDER BY row`)
  for await (const rows of result.yieldRows()) for (const [row] of rows) digest.update(`${row}\n`)
  return digest.digest('hex')
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

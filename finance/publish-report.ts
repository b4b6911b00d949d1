/** What a publication changes: every mart's rows and hash before and after, and some payouts as they were and will be. Called by the loader alone. */
import { createHash } from 'node:crypto'
import type { HeldPayout } from '@/events/held-copy'
import { type Connection, openToRead, rowsOf } from './duckdb'
import { factsOf } from './hold-facts'

type MartHash = { rows: number; hash: string }
export type Compared = {
  marts: { mart: string; before: MartHash | null; after: MartHash | null }[]
  before: HeldPayout[]
  after: HeldPayout[]
}

/** @param before a file of marts; null, gone or damaged, where nothing is known of what it held. */
export async function compareFiles(before: string | null, after: string, ids: readonly string[]): Promise<Compared> {
  const was = before === null ? null : await readFile(before, ids).catch(() => null)
  const is = await readFile(after, ids)
  const names = [...new Set([...is.hashes.keys(), ...(was?.hashes.keys() ?? [])])].sort()
  return {
    marts: names.map((mart) => ({ mart, before: was?.hashes.get(mart) ?? null, after: is.hashes.get(mart) ?? null })),
    before: was?.facts ?? [],
    after: is.facts,
  }
}

async function readFile(path: string, ids: readonly string[]) {
  const opened = await openToRead(path)
  try {
    return { hashes: await rowHashes(opened.connection), facts: ids.length > 0 ? await factsOf(opened.connection, ids) : [] }
  } finally {
    opened.close()
  }
}

/** Rows of every table, with a hash over them without regard to their order, by name: in sums, which take no memory. A table that cannot be read is left out. */
async function rowHashes(connection: Connection): Promise<Map<string, { rows: number; hash: string }>> {
  const tables = await rowsOf<{ table: string }>(
    connection,
    'SELECT table_name AS "table" FROM duckdb_tables() WHERE NOT temporary ORDER BY 1',
  )
  const hashes = new Map<string, { rows: number; hash: string }>()
  for (const { table } of tables) {
    try {
      const text = `to_json(${table})::VARCHAR`
      const [sums] = await rowsOf<{ rows: string; low: string | null; high: string | null }>(
        connection,
        `SELECT count(*) AS rows, sum(md5_number_lower(${text}))::VARCHAR AS low, sum(md5_number_upper(${text}))::VARCHAR AS high FROM ${table}`,
      )
      const hash = createHash('sha256').update(`${sums?.rows} ${sums?.low} ${sums?.high}`).digest('hex')
      hashes.set(table, { rows: Number(sums?.rows), hash })
    } catch {
      // damaged: what it was is not known
    }
  }
  return hashes
}

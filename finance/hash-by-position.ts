/** A hash over the rows of a table that has one row for each position. */
import type { Hash } from 'node:crypto'
import { type Connection, rowsOf } from './duckdb'

/** So many positions are hashed at once: those of a block of 4,096 as one text, and a million of them fit into memory by far. */
const POSITIONS_AT_ONCE = 1_048_576n

/** Adds the texts of a table's rows to a hash, in the order of their positions. */
export async function hashByPosition(connection: Connection, table: string, row: string, whole: Hash): Promise<void> {
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

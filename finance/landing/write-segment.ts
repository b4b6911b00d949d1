/** One batch as one Parquet file: each event's text with its hash and place, and beside it what the text says, as columns. */
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { aside, placeAtomically } from '../atomic-file'
import { type Connection, type Opened, quoted, rowsOf } from '../duckdb'
import { defineTypedEvents, LAYOUT_METADATA } from '../typed-events'
import type { Refused, Row } from './read-arrived'

/** The columns that come from the message; the segment adds `content`, the SHA-256 of the event's text, and the contract's. */
const INCOMING = `
  CREATE TEMP TABLE incoming (
    position BIGINT, previous BIGINT, "partition" UTINYINT, "offset" BIGINT,
    kind VARCHAR, type VARCHAR, aggregate_id VARCHAR, version INTEGER, event VARCHAR);
  CREATE TEMP VIEW incoming_texts AS
  SELECT position, previous, "partition", "offset", kind, type, event ->> '$.dataschema' AS dataschema, aggregate_id, version,
    unhex(sha256(event)) AS content, event
  FROM incoming`

const SEGMENT = 'SELECT * FROM typed_events(incoming_texts) ORDER BY position'

/**
 * Writes `rows`, in order, to `path` unless that is there.
 * @param refuse takes those that DuckDB cannot read, as JSON (a lone surrogate, say) or as what the contract's columns hold (a time without seconds), before the
 * file without them is put in place.
 */
export async function writeSegment(
  store: Opened,
  partition: number,
  path: string,
  rows: readonly Row[],
  refuse: (refused: Refused[]) => Promise<void>,
): Promise<void> {
  const connection = await store.connect()
  try {
    await defineTypedEvents(connection)
    await connection.run(INCOMING)
    await append(connection, partition, rows)
    await refuse(await takeMalformed(connection, rows))
    await mkdir(dirname(path), { recursive: true })
    const written = aside(path)
    try {
      await copyAll(connection, written, rows, refuse)
      await placeAtomically(written, path, 'keep')
    } finally {
      await rm(written, { force: true })
    }
  } finally {
    connection.closeSync()
  }
}

/** Writes what `query` selects as Parquet; with the contract's columns it is a segment as they are written now, without them one of the old form. */
export async function copyTo(connection: Connection, query: string, path: string, columns: 'with columns' | 'old form'): Promise<void> {
  const metadata = columns === 'with columns' ? `, KV_METADATA ${LAYOUT_METADATA}` : ''
  await connection.run(`COPY (${query}) TO ${quoted(path)} (FORMAT parquet, COMPRESSION zstd${metadata})`)
}

async function append(connection: Connection, partition: number, rows: readonly Row[]): Promise<void> {
  const appender = await connection.createAppender('incoming')
  try {
    for (const { arrived, event, text } of rows) {
      appender.appendBigInt(arrived.position)
      appender.appendBigInt(arrived.previous)
      appender.appendUTinyInt(partition)
      appender.appendBigInt(BigInt(arrived.offset))
      appender.appendVarchar(event.kind)
      appender.appendVarchar(event.type)
      appender.appendVarchar(event.subject)
      appender.appendInteger(event.version)
      appender.appendVarchar(text)
      appender.endRow()
    }
    appender.flushSync()
  } finally {
    appender.closeSync()
  }
}

async function takeMalformed(connection: Connection, rows: readonly Row[]): Promise<Refused[]> {
  const found = await rowsOf<{ position: string }>(connection, 'DELETE FROM incoming WHERE NOT json_valid(event) RETURNING position')
  const malformed = new Set(found.map(({ position }) => position))
  return rows
    .filter(({ arrived }) => malformed.has(arrived.position.toString()))
    .map(({ arrived }) => ({ arrived, reason: 'not well-formed JSON to DuckDB' }))
}

/** Writes all rows at once; when that fails for what one of them says, such rows are looked for and refused, and the others written. */
async function copyAll(
  connection: Connection,
  written: string,
  rows: readonly Row[],
  refuse: (refused: Refused[]) => Promise<void>,
): Promise<void> {
  try {
    await copyTo(connection, SEGMENT, written, 'with columns')
  } catch (error) {
    const unfit = await unfitAmong(connection, rows)
    if (unfit.length === 0) throw error
    await refuse(unfit)
    for (const { arrived } of unfit) await connection.run(`DELETE FROM incoming WHERE position = ${arrived.position}`)
    await copyTo(connection, SEGMENT, written, 'with columns')
  }
}

/** Rows whose text the contract's columns cannot be read from: halves are tried until those are left. */
async function unfitAmong(connection: Connection, rows: readonly Row[]): Promise<Refused[]> {
  const [first, last] = [rows[0], rows.at(-1)]
  if (!first || !last) return []
  try {
    await connection.runAndReadAll(
      `SELECT count(COLUMNS(*)) FROM typed_events(incoming_texts) WHERE position BETWEEN ${first.arrived.position} AND ${last.arrived.position}`,
    )
    return []
  } catch (error) {
    const reason = `not what a column can hold, to DuckDB: ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}`
    if (rows.length === 1) return [{ arrived: first.arrived, reason }]
    const middle = Math.floor(rows.length / 2)
    return [...(await unfitAmong(connection, rows.slice(0, middle))), ...(await unfitAmong(connection, rows.slice(middle)))]
  }
}

/** One batch as one Parquet file. */
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { aside, placeAtomically } from '../atomic-file'
import { type Connection, type Opened, rowsOf } from '../duckdb'
import type { Refused, Row } from './read-arrived'

/** The columns that come from the message; the segment adds `dataschema` and `content`, the SHA-256 of the event's text. */
const INCOMING = `CREATE TEMP TABLE incoming (
  position BIGINT, previous BIGINT, "partition" UTINYINT, "offset" BIGINT,
  kind VARCHAR, type VARCHAR, aggregate_id VARCHAR, version INTEGER, event VARCHAR)`

const SEGMENT = `
  SELECT position, previous, "partition", "offset", kind, type, event ->> '$.dataschema' AS dataschema, aggregate_id, version,
    unhex(sha256(event)) AS content, event
  FROM incoming ORDER BY position`

/**
 * Writes `rows`, in order, to `path` unless that is there.
 * @param refuse takes those that DuckDB cannot read as JSON (a lone surrogate, say), before the file without them is put in place.
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
    await connection.run(INCOMING)
    await append(connection, partition, rows)
    await refuse(await takeMalformed(connection, rows))
    await mkdir(dirname(path), { recursive: true })
    const written = aside(path)
    try {
      await copyTo(connection, SEGMENT, written)
      await placeAtomically(written, path, 'keep')
    } finally {
      await rm(written, { force: true })
    }
  } finally {
    connection.closeSync()
  }
}

/** Writes what `query` selects as Parquet. */
export async function copyTo(connection: Connection, query: string, path: string): Promise<void> {
  await connection.run(`COPY (${query}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`)
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

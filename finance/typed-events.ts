/** What events say, as columns of a segment beside the text, which stays the truth. How the text is read stands in `marts/typed_events.sql`, and only there. */
import { createHash } from 'node:crypto'
import { type Connection, quoted, rowsOf } from './duckdb'
import { sqlText } from './sql-file'

const SQL = sqlText('marts', 'typed_events')

/** Which columns they are, and how they are read: another text of the SQL is another layout. Segments with another have their text read, until they are compacted. */
const LAYOUT = createHash('sha256')
  .update(SQL.replace(/^--.*\n/gm, ''))
  .digest('hex')
  .slice(0, 16)
const LAYOUT_KEY = 'payledger_layout'

/** What Parquet keeps beside the rows of a segment that has the columns. */
export const LAYOUT_METADATA = `{${LAYOUT_KEY}: '${LAYOUT}'}`

/** Lets the connection ask `typed_events(relation)`: the relation's own columns, of which `dataschema` and `event` are read, and those of the contract. */
export async function defineTypedEvents(connection: Connection): Promise<void> {
  await connection.run(SQL)
}

let columns: string[] | undefined

/** The contract's columns, in their order. The connection has to know `typed_events`. */
export async function contractColumns(connection: Connection): Promise<string[]> {
  if (columns) return columns
  await connection.run('CREATE OR REPLACE TEMP VIEW no_texts AS SELECT NULL::VARCHAR AS dataschema, NULL::VARCHAR AS event WHERE false')
  const found = await rowsOf<{ column_name: string }>(
    connection,
    'DESCRIBE SELECT * EXCLUDE (dataschema, event) FROM typed_events(no_texts)',
  )
  columns = found.map((column) => column.column_name)
  return columns
}

/** Those of `paths` that have the columns as they are written now. @throws when one cannot be read. */
export async function withColumns(connection: Connection, paths: readonly string[]): Promise<Set<string>> {
  if (paths.length === 0) return new Set()
  const found = await rowsOf<{ path: string }>(
    connection,
    `SELECT file_name AS path FROM parquet_kv_metadata([${paths.map(quoted).join(', ')}]) WHERE decode(key) = '${LAYOUT_KEY}' AND decode(value) = '${LAYOUT}'`,
  )
  return new Set(found.map(({ path }) => path))
}

/** The rows of Parquet files, none of which may be missing. */
export const parquet = (paths: readonly string[], options = ''): string =>
  `read_parquet([${paths.map(quoted).join(', ')}], hive_partitioning = false${options})`

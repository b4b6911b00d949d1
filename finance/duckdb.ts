/** How finance opens DuckDB; with its neighbours the only place that knows the library. */
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue, version } from '@duckdb/node-api'

export type Connection = DuckDBConnection
export type Parameters = Record<string, DuckDBValue>

/** Which DuckDB it is. */
export const ENGINE = `DuckDB ${version()}`

export type Opened = {
  connection: Connection
  /** Another connection, with temporary tables of its own; its user closes it. */
  connect(): Promise<Connection>
  close(): void
}

/** The least that loader and reader are promised; a build of a million events was seen to need less than half of it. */
const LIMITS = { write: { threads: '2', memory_limit: '1GB' }, read: { threads: '2', memory_limit: '512MB' } }

/** A database of our own to write to: a file, or `:memory:`. What does not fit into memory spills into `spillFolder`. A reader keeps to its own limits. */
export async function openToWrite(path: string, spillFolder: string, limits: keyof typeof LIMITS = 'write'): Promise<Opened> {
  // Nobody with an older DuckDB reads our files; in its newest form a table of facts takes a fifth less CPU to be stored.
  return open(path, { ...LIMITS[limits], temp_directory: spillFolder, storage_compatibility_version: 'latest' })
}

/**
 * A published file, to read only. Afterwards nothing can reach another file or change that: the texts that come from outside are bound as
 * values, and this is the second wall.
 */
export async function openToRead(path: string): Promise<Opened> {
  const opened = await open(path, { ...LIMITS.read, access_mode: 'READ_ONLY', temp_directory: '' })
  try {
    await opened.connection.run('SET enable_external_access = false')
    await opened.connection.run('SET lock_configuration = true')
    return opened
  } catch (error) {
    opened.close()
    throw error
  }
}

/** Rows by column name. 64-bit and larger numbers and decimals come as decimal strings, so that none is rounded. */
export async function rowsOf<Row>(connection: Connection, sql: string, parameters: Parameters = {}): Promise<Row[]> {
  const result = await connection.runAndReadAll(sql, parameters)
  return result.getRowObjectsJson() as Row[]
}

/** A text as SQL writes it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

async function open(path: string, settings: Record<string, string>): Promise<Opened> {
  const instance = await DuckDBInstance.create(path, {
    ...settings,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  try {
    const connection = await instance.connect()
    return {
      connection,
      connect: () => instance.connect(),
      close() {
        connection.closeSync()
        instance.closeSync()
      },
    }
  } catch (error) {
    instance.closeSync()
    throw error
  }
}

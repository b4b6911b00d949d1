/** A base backup of a PostgreSQL cluster over its replication protocol, as pg_basebackup takes it (PostgreSQL manual, "Streaming Replication Protocol"). */
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Client } from 'pg'

/** What its messages begin with: a new archive, bytes of it, bytes of the manifest, how far it is. */
const [NEW_ARCHIVE, DATA] = ['n'.charCodeAt(0), 'd'.charCodeAt(0)]

/** Keeps the cluster's log from being recycled while it is copied; gone with the connection. */
const SLOT = 'CREATE_REPLICATION_SLOT payledger_backup TEMPORARY PHYSICAL RESERVE_WAL'
/** With the log in it the copy is whole: a server that starts on it recovers to the moment the backup ended. */
const BACKUP = `BASE_BACKUP (LABEL 'payledger', CHECKPOINT 'fast', WAL true, MANIFEST 'no')`

/**
 * Writes the whole cluster of `databaseUrl` to `file`, a gzipped tar, while others write to it. The address's role needs the right REPLICATION.
 * @throws Error of Postgres, or when the cluster has tablespaces of its own, which one folder cannot hold.
 */
export async function baseBackup(databaseUrl: string, file: string): Promise<void> {
  // Not among what the types know: a session that speaks the replication protocol.
  const session: object = { connectionString: databaseUrl, replication: 'true' }
  const client = new Client(session)
  await client.connect()
  const packed = createGzip({ level: 1 })
  const written = createWriteStream(file, { mode: 0o600 })
  packed.pipe(written)
  const ended = finished(written)
  ended.catch(() => {})
  try {
    await client.query(SLOT)
    await new Promise<void>((resolve, reject) => {
      packed.on('error', reject)
      written.on('error', reject)
      client.query(new Copying(BACKUP, packed, resolve, reject))
    })
    packed.end()
    await ended
  } finally {
    packed.destroy()
    written.destroy()
    await client.end().catch(() => {})
  }
}

type Stream = { pause(): void; resume(): void }
type Connection = { query(text: string): void; stream: Stream }
type Sink = { write(bytes: Buffer): boolean; once(event: 'drain', listener: () => void): unknown }

/** What the `pg` client takes in the place of a statement (as pg-cursor and pg-copy-streams do): each message is handed to it. */
class Copying {
  readonly #statement: string
  readonly #sink: Sink
  readonly #resolve: () => void
  readonly #reject: (error: Error) => void
  #failure: Error | null = null

  constructor(statement: string, sink: Sink, resolve: () => void, reject: (error: Error) => void) {
    this.#statement = statement
    this.#sink = sink
    this.#resolve = resolve
    this.#reject = reject
  }

  submit(connection: Connection): null {
    connection.query(this.#statement)
    return null
  }

  handleCopyData({ chunk }: { chunk: Buffer }, connection: Connection): void {
    if (chunk[0] === NEW_ARCHIVE) this.#begin(chunk)
    // The parser uses its buffer again.
    if (chunk[0] !== DATA || this.#failure !== null || this.#sink.write(Buffer.from(chunk.subarray(1)))) return
    connection.stream.pause()
    this.#sink.once('drain', () => connection.stream.resume())
  }

  /** Its name, and where its tablespace lies: nowhere else for the main one. */
  #begin(chunk: Buffer): void {
    const [, path = ''] = chunk.subarray(1).toString().split('\0')
    if (path !== '') this.#failure = new Error(`the cluster keeps data in ${path}, outside its folder: back it up with pg_basebackup`)
  }

  handleError(error: Error): void {
    this.#failure ??= error
  }

  handleReadyForQuery(): void {
    if (this.#failure === null) this.#resolve()
    else this.#reject(this.#failure)
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}
}

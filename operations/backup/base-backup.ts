/** A base backup of a PostgreSQL cluster over its replication protocol, as pg_basebackup takes it (PostgreSQL manual, "Streaming Replication Protocol"). */
import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Client } from 'pg'

/** What its messages begin with: a new archive, bytes of it, bytes of the manifest, how far it is. */
const [NEW_ARCHIVE, DATA] = ['n'.charCodeAt(0), 'd'.charCodeAt(0)]

/** Of PostgreSQL: insufficient_privilege. */
const NO_PRIVILEGE = '42501'

/** Keeps the cluster's log from being recycled while it is copied; gone with the connection. One of its own for each of two backups at once. */
const slot = (): string => `CREATE_REPLICATION_SLOT payledger_backup_${randomBytes(4).toString('hex')} TEMPORARY PHYSICAL RESERVE_WAL`
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
  // What ends the connection rejects what was asked over it as well.
  client.on('error', () => {})
  await client.connect().catch((error: { code?: string }) => {
    throw error.code === NO_PRIVILEGE
      ? new Error('The role of DATABASE_URL may not copy the database. Give it that right: ALTER ROLE … REPLICATION.')
      : error
  })
  const packed = createGzip({ level: 1 })
  const written = createWriteStream(file, { mode: 0o600 })
  packed.pipe(written)
  const ended = finished(written)
  ended.catch(() => {})
  const copying = new Copying(packed)
  try {
    await copying.said(client, slot())
    await Promise.race([copying.said(client, BACKUP), ended])
    packed.end()
    await ended
    await client.end()
  } catch (error) {
    // Nobody reads what the server still sends, so it would never say goodbye.
    copying.hangUp()
    throw error
  } finally {
    packed.destroy()
    written.destroy()
  }
}

type Stream = { pause(): void; resume(): void; destroy(): void }
type Connection = { query(text: string): void; stream: Stream }
type Sink = { write(bytes: Buffer): boolean; once(event: 'drain', listener: () => void): unknown }

/** What the `pg` client takes in the place of a statement (as pg-cursor and pg-copy-streams do): each message is handed to it. */
class Copying {
  readonly #sink: Sink
  #statement = ''
  #stream: Stream | null = null
  #resolve: () => void = () => {}
  #reject: (error: Error) => void = () => {}
  #failure: Error | null = null

  constructor(sink: Sink) {
    this.#sink = sink
  }

  /** Gives a command of the replication protocol, which is none of SQL, and writes what is copied to the sink. */
  said(client: Client, command: string): Promise<void> {
    this.#statement = command
    const answered = new Promise<void>((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    answered.catch(() => {})
    client.query(this)
    return answered
  }

  hangUp(): void {
    this.#stream?.destroy()
  }

  submit(connection: Connection): null {
    this.#stream = connection.stream
    connection.query.call(connection, this.#statement)
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

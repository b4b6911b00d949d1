/** A process's sign of life: one row a second. A row older than ten seconds reads "no sign of life". */
import { Client } from 'pg'
import type { Logger } from '@/platform/log'
import { THRESHOLD_MS } from './thresholds'

export type HeartbeatContent = {
  /** What it has applied or published, as a relay position; null for a process that has none. */
  position: bigint | null
  /** Events per second. */
  rate: number | null
  /** Anything else; a bigint becomes a decimal string. */
  detail: Record<string, unknown>
}

export type HeartbeatOptions = {
  /** Null for a process that runs without Postgres. */
  databaseUrl: string | null
  /** Its row; a function when that changes with what it does. */
  process: string | (() => string)
  version: string
  read: () => HeartbeatContent | Promise<HeartbeatContent>
  log: Logger
}

export type Heartbeat = {
  /** Remembers a failure; it is written with the next beat. */
  error(error: unknown): void
  /** How many failures it was told of. */
  failures(): number
  /** Whether the database has taken a beat of late: as long as others do not take the process for silent. */
  isHeard(): boolean
  /** Beats once more, so that the last error is not lost, and ends. */
  stop(): Promise<void>
}

const BEAT_MS = 1_000
const LIMIT_MS = 3_000
const ERROR_LENGTH_MAX = 500

/** Beats until stopped. A database that is down never stops the process; it beats again when the database is back. */
export function startHeartbeat({ databaseUrl, process, version, read, log }: HeartbeatOptions): Heartbeat {
  let client: Client | null = null
  let lastError: { text: string; atMs: number } | null = null
  let beating: Promise<void> | null = null
  let failures = 0
  let heardAtMs = Number.NEGATIVE_INFINITY

  async function connect(url: string): Promise<Client> {
    const made = new Client({
      connectionString: url,
      connectionTimeoutMillis: LIMIT_MS,
      query_timeout: LIMIT_MS,
      idle_in_transaction_session_timeout: LIMIT_MS,
      application_name: 'heartbeat',
    })
    made.on('error', () => {}) // the next beat fails and connects anew
    await made.connect()
    return made
  }

  async function send(url: string): Promise<void> {
    try {
      const { position, rate, detail } = await read()
      client ??= await connect(url)
      const error = lastError
      await client.query(UPSERT, [
        typeof process === 'string' ? process : process(),
        version,
        position?.toString() ?? null,
        rate,
        JSON.stringify(detail, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
        error?.text ?? null,
        error ? performance.now() - error.atMs : null,
      ])
      heardAtMs = performance.now()
      if (lastError === error) lastError = null
    } catch (error) {
      log.debug({ err: error }, 'no heartbeat could be written')
      const broken = client
      client = null
      await broken?.end().catch(() => {})
    }
  }

  const sendOnce = () => {
    if (databaseUrl) beating ??= send(databaseUrl).finally(() => (beating = null))
    return beating
  }
  const timer = databaseUrl ? setInterval(sendOnce, BEAT_MS) : undefined
  return {
    error(error) {
      failures += 1
      lastError = { text: (error instanceof Error ? error.message : String(error)).slice(0, ERROR_LENGTH_MAX), atMs: performance.now() }
    },
    failures: () => failures,
    isHeard: () => performance.now() - heardAtMs <= THRESHOLD_MS.silence,
    async stop() {
      clearInterval(timer)
      await beating
      await sendOnce()
      await client?.end().catch(() => {})
    },
  }
}

const UPSERT = `
  INSERT INTO heartbeat (process, version, position, rate, detail, last_error, last_error_at, beat_at)
  VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() - $7 * interval '1 ms', clock_timestamp())
  ON CONFLICT (process) DO UPDATE SET
    version = excluded.version, position = excluded.position, rate = excluded.rate, detail = excluded.detail,
    last_error = coalesce(excluded.last_error, heartbeat.last_error), last_error_at = coalesce(excluded.last_error_at, heartbeat.last_error_at),
    beat_at = excluded.beat_at`

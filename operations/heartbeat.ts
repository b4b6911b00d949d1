/**
 * A process's sign of life: one row a second. A row older than ten seconds reads "no sign of life". The answer to a beat tells the process whether a person has
 * asked it to restart: it ends then as on SIGTERM, and whoever started it starts it again.
 */
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import type { Logger } from '@/platform/log'
import { shutdown } from '@/platform/shutdown'
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
  /** Ends the process in order; what SIGTERM does when left out. */
  onRestart?: () => void
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
/** For so long after its start it says that it is back: one that was asked for meanwhile is not missed. */
const BACK_MS = 10_000

/** Beats until stopped. A database that is down never stops the process; it beats again when the database is back. */
export function startHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { databaseUrl, process, version, read, log, onRestart = () => void shutdown() } = options
  const instance = randomUUID()
  const startedMs = performance.now()
  let isAsked = false
  let client: Client | null = null
  let lastError: { text: string; atMs: number } | null = null
  let beating: Promise<void> | null = null
  let failures = 0
  let heardAtMs = Number.NEGATIVE_INFINITY

  async function send(url: string): Promise<void> {
    try {
      const { position, rate, detail } = await read()
      client ??= await connect(url)
      const error = lastError
      const answer = await client.query<{ isAsked: boolean }>(BEAT, [
        typeof process === 'string' ? process : process(),
        version,
        position?.toString() ?? null,
        rate,
        JSON.stringify(detail, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
        error?.text ?? null,
        error ? performance.now() - error.atMs : null,
        instance,
        performance.now() - startedMs < BACK_MS,
      ])
      heardAtMs = performance.now()
      if (lastError === error) lastError = null
      if (answer.rows[0]?.isAsked) restart()
    } catch (error) {
      log.debug({ err: error }, 'no heartbeat could be written')
      const broken = client
      client = null
      await broken?.end().catch(() => {})
    }
  }

  function restart(): void {
    if (isAsked) return
    isAsked = true
    log.info('a person has asked this process to restart: it ends, and its supervisor starts it again')
    onRestart()
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
      await client?.query(ENDED, [instance]).catch(() => {})
      await client?.end().catch(() => {})
    },
  }
}

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

const BEAT = `
  WITH beat AS (
    INSERT INTO heartbeat (process, version, position, rate, detail, last_error, last_error_at, beat_at, instance, started_at)
    VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() - $7 * interval '1 ms', clock_timestamp(), $8::uuid, clock_timestamp())
    ON CONFLICT (process) DO UPDATE SET
      version = excluded.version, position = excluded.position, rate = excluded.rate, detail = excluded.detail,
      last_error = coalesce(excluded.last_error, heartbeat.last_error), last_error_at = coalesce(excluded.last_error_at, heartbeat.last_error_at),
      beat_at = excluded.beat_at, instance = excluded.instance,
      started_at = CASE WHEN heartbeat.instance = excluded.instance THEN heartbeat.started_at ELSE excluded.started_at END),
  back AS (
    UPDATE worker_restart SET back_at = clock_timestamp(), back_instance = $8::uuid
    WHERE $9::boolean AND process = regexp_replace($1, '-standby$', '') AND back_at IS NULL AND instance <> $8::uuid)
  SELECT EXISTS (SELECT FROM worker_restart WHERE instance = $8::uuid AND ended_at IS NULL) AS "isAsked"`

const ENDED = 'UPDATE worker_restart SET ended_at = clock_timestamp() WHERE instance = $1::uuid AND ended_at IS NULL'

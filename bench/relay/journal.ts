/** A journal of events that the bench makes up, a relay that brings them into Kafka, and what that cost. */
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { startChild } from '@/stack/processes/child'
import type { OwnServers } from '@/stack/test-runner/own-servers'
import { variable } from '@/stack/variable'
import { ticksOf } from '../desks/cpu'

/** Where traces are sent, and how many events follow each other that one traced command made; without it no event is of one. */
export type Traces = { receiver: string; eventsPerCommand?: number }
export type Measured = { eventsPerSecond: number; relayCpuUs: number; postgresCpuUs: number }

const TICKS_PER_SECOND = 100
let journals = 0

/** Starts the relay of the checkout in `folder` on that journal. */
export function startRelay(folder: string, relayUrl: string, brokers: string, topicPrefix: string, receiver?: string) {
  return startChild({
    command: process.execPath,
    args: ['--import', 'tsx', 'workers/outbox-relay/main.ts'],
    cwd: folder,
    env: {
      ...{ PATH: variable('PATH'), DATABASE_URL_RELAY: relayUrl, KAFKA_BROKERS: brokers },
      ...{ KAFKA_TOPIC_PREFIX: topicPrefix, EVENTS_KEY: 'a key of the bench, worth nothing elsewhere' },
      ...(receiver !== undefined && { OTEL_EXPORTER_OTLP_ENDPOINT: receiver }),
    },
    logFile: join(tmpdir(), 'payledger-bench-relay.log'),
  })
}

/** One relay from its first batch on to its last, on a journal of its own. The CPU is that of an event. */
export async function measureRelay(servers: OwnServers, folder: string, events: number, bytes: number, traces?: Traces): Promise<Measured> {
  const database = await servers.database()
  const owner = new Client({ connectionString: database.url })
  await owner.connect()
  await fill(owner, events, bytes, traces?.eventsPerCommand)
  await owner.query('VACUUM ANALYZE outbox')
  const relay = startRelay(
    folder,
    database.relayUrl,
    servers.env.KAFKA_BROKERS ?? '',
    `bench-${process.pid}-${++journals}-`,
    traces?.receiver,
  )
  try {
    while ((await confirmed(owner)) === 0) await pause(5)
    const { rows } = await owner.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'outbox-relay%'`,
    )
    const used = () => ({ relay: cpuOf(relay.pid), postgres: rows.reduce((sum, { pid }) => sum + cpuOf(pid), 0) })
    const [before, first, began] = [used(), await confirmed(owner), performance.now()]
    while ((await confirmed(owner)) < events) await pause(20)
    const [after, seconds, counted] = [used(), (performance.now() - began) / 1000, events - first]
    return {
      eventsPerSecond: counted / seconds,
      relayCpuUs: ((after.relay - before.relay) / counted) * 1e6,
      postgresCpuUs: ((after.postgres - before.postgres) / counted) * 1e6,
    }
  } finally {
    await relay.stop()
    await owner.end()
    await database.drop()
  }
}

/** Events of so many bytes whose content does not compress, of as many subjects, in transactions of 10,000. */
export async function fill(owner: Client, events: number, bytes: number, eventsPerCommand?: number): Promise<void> {
  const command = `lpad(to_hex(1 + n / ${eventsPerCommand ?? 1}), 16, '0')`
  const trace =
    eventsPerCommand === undefined
      ? ''
      : `"traceparent":"00-' || ${command} || ${command} || '-' || ${command} || '-01","time":"' || iso_utc(now()) || '",`
  const head = `'{"specversion":"1.0",${trace}"subject":"' || id || '","sequence":"1","data":{"x":"'`
  const filling = `(SELECT string_agg(md5(id::text || part), '') FROM generate_series(1, ${Math.ceil(bytes / 32)}) part)`
  for (let left = events; left > 0; left -= 10_000)
    await owner.query(
      `INSERT INTO outbox (era, event_id, aggregate_type, aggregate_id, version, type, event, actor, request_id, occurred_at)
       SELECT 1, uuidv7(), 'audit', id, 1, 'audit.bench', left(${head} || ${filling}, $2::int - 3) || '"}}', 'bench', 'bench', now()
       FROM (SELECT uuidv7() AS id, n FROM generate_series($3::int + 1, $3::int + $1::int) n) ids`,
      [Math.min(10_000, left), bytes, events - left],
    )
}

async function confirmed(owner: Client): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    'SELECT coalesce(max(last), 0)::int AS n FROM relay_batches WHERE confirmed_at IS NOT NULL',
  )
  return rows[0]?.n ?? 0
}

/** In seconds. */
export function cpuOf(pid: number): number {
  return ticksOf(readFileSync(`/proc/${pid}/stat`, 'utf8')) / TICKS_PER_SECOND
}

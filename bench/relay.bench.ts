/**
 * How fast a backlog of the journal comes into Kafka, and the CPU that it takes: 300,000 events, on a Postgres and a Kafka of its own. BENCH_BEFORE names a
 * checkout, with its packages, whose relay is measured in turn with this one.
 */
import { readFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { ROOT } from '@/stack/paths'
import { startChild } from '@/stack/processes/child'
import { ownServers } from '@/stack/test-runner/own-servers'
import { variable } from '@/stack/variable'
import { ticksOf } from './desks/cpu'
import { keep, range } from './figures'

const EVENTS = Number(variable('BENCH_EVENTS', '300000'))
const ROUNDS = Number(variable('BENCH_ROUNDS', '3'))
const BEFORE = variable('BENCH_BEFORE', '')
const SIZES = [250, 1_300]
const TICKS_PER_SECOND = 100

type Measured = { eventsPerSecond: number; relayCpuUs: number; postgresCpuUs: number }
type Contender = { name: 'now' | 'before'; folder: string }
const contenders: Contender[] = [{ name: 'now', folder: ROOT }]
if (BEFORE !== '') contenders.push({ name: 'before', folder: BEFORE })

const servers = await ownServers('postgres', 'kafka')
const figures: Record<string, unknown> = {
  command: `${BEFORE === '' ? '' : 'BENCH_BEFORE=<a checkout of a600a39> '}npm run bench -- relay`,
  machine: `${cpus().length} cores, ${cpus()[0]?.model}`,
  events: EVENTS,
  rounds: ROUNDS,
}
let journals = 0
try {
  for (const bytes of SIZES) {
    const all: Record<Contender['name'], Measured[]> = { now: [], before: [] }
    for (let round = 0; round < ROUNDS; round++)
      for (const contender of round % 2 === 0 ? contenders : [...contenders].reverse())
        all[contender.name].push(await measure(contender, bytes))
    for (const { name } of contenders) figures[`${bytes} bytes, ${name}`] = summary(all[name])
    console.log(bytes, figures[`${bytes} bytes, now`], figures[`${bytes} bytes, before`] ?? '')
  }
  keep('relay', figures)
} finally {
  await servers.end()
}

function summary(all: readonly Measured[]) {
  const rangeOf = (what: keyof Measured, digits: number) =>
    range(
      all.map((each) => each[what]),
      digits,
    )
  return {
    eventsPerSecond: rangeOf('eventsPerSecond', 0),
    relayCpuUs: rangeOf('relayCpuUs', 1),
    postgresCpuUs: rangeOf('postgresCpuUs', 1),
  }
}

/** One relay from its first batch on to its last, on a journal of its own. The CPU is that of an event. */
async function measure({ folder }: Contender, bytes: number): Promise<Measured> {
  const database = await servers.database()
  const owner = new Client({ connectionString: database.url })
  await owner.connect()
  await fill(owner, bytes)
  const relay = startChild({
    command: process.execPath,
    args: ['--import', 'tsx', 'workers/outbox-relay/main.ts'],
    cwd: folder,
    env: {
      ...{ PATH: variable('PATH'), DATABASE_URL_RELAY: database.relayUrl, KAFKA_BROKERS: servers.env.KAFKA_BROKERS },
      ...{ KAFKA_TOPIC_PREFIX: `bench-${++journals}-`, EVENTS_KEY: 'a key of the bench, worth nothing elsewhere' },
    },
    logFile: join(tmpdir(), 'payledger-bench-relay.log'),
  })
  try {
    while ((await confirmed(owner)) === 0) await pause(5)
    const { rows } = await owner.query<{ pid: number }>(`SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'outbox-relay%'`)
    const used = () => ({ relay: cpuOf(relay.pid), postgres: rows.reduce((sum, { pid }) => sum + cpuOf(pid), 0) })
    const [before, first, began] = [used(), await confirmed(owner), performance.now()]
    while ((await confirmed(owner)) < EVENTS) await pause(20)
    const [after, seconds, events] = [used(), (performance.now() - began) / 1000, EVENTS - first]
    return {
      eventsPerSecond: events / seconds,
      relayCpuUs: ((after.relay - before.relay) / events) * 1e6,
      postgresCpuUs: ((after.postgres - before.postgres) / events) * 1e6,
    }
  } finally {
    await relay.stop()
    await owner.end()
    await database.drop()
  }
}

/** Events of so many bytes whose content does not compress, of as many subjects. */
async function fill(owner: Client, bytes: number): Promise<void> {
  const head = `'{"specversion":"1.0","subject":"' || id || '","sequence":"1","data":{"x":"'`
  const filling = `(SELECT string_agg(md5(id::text || n), '') FROM generate_series(1, ${Math.ceil(bytes / 32)}) n)`
  await owner.query(
    `INSERT INTO outbox (era, event_id, aggregate_type, aggregate_id, version, type, event, actor, request_id, occurred_at)
     SELECT 1, uuidv7(), 'audit', id, 1, 'audit.bench', left(${head} || ${filling}, $2::int - 3) || '"}}', 'bench', 'bench', now()
     FROM (SELECT uuidv7() AS id FROM generate_series(1, $1::int)) ids`,
    [EVENTS, bytes],
  )
  await owner.query('VACUUM ANALYZE outbox')
}

async function confirmed(owner: Client): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    'SELECT coalesce(max(last), 0)::int AS n FROM relay_batches WHERE confirmed_at IS NOT NULL',
  )
  return rows[0]?.n ?? 0
}

/** In seconds. */
function cpuOf(pid: number): number {
  return ticksOf(readFileSync(`/proc/${pid}/stat`, 'utf8')) / TICKS_PER_SECOND
}

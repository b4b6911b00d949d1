/**
 * The relay beside Debezium's outbox router, default and tuned: a backlog of 200,000 events, in turn; then events that are committed one by one at 500 and 2,000
 * transactions a second, and how long after its commit each can be read from Kafka. Postgres is told to write what logical replication needs, for both.
 */
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { eventsTopic } from '@/events/topics'
import { ROOT } from '@/stack/paths'
import { ownServers } from '@/stack/test-runner/own-servers'
import { adminClient } from '@/stack/test-runner/template-database'
import { variable } from '@/stack/variable'
import { keep, median, range } from './figures'
import { debeziumVersions, type How, startDebezium } from './relay/debezium'
import { cpuOf, fill, type Measured, measureRelay, startRelay } from './relay/journal'
import { followLatency, type Latency } from './relay/latency'
import { closeAdmins, endOf, makeTopic } from './relay/topic'

const EVENTS = Number(variable('BENCH_EVENTS', '200000'))
const ROUNDS = Number(variable('BENCH_ROUNDS', '3'))
const SECONDS = Number(variable('BENCH_SECONDS', '15'))
const SIZES = [250, 1_300]
const RATES = [500, 2_000]
const HOWS: readonly How[] = ['default', 'tuned']
const WARM_EVENTS = 100_000

await replicateLogically()
const servers = await ownServers('postgres', 'kafka')
const brokers = servers.env.KAFKA_BROKERS ?? ''
const figures: Record<string, unknown> = {
  command: 'npm run bench -- debezium',
  machine: `${cpus().length} cores, ${cpus()[0]?.model}`,
  peer: debeziumVersions(),
  ...{ events: EVENTS, rounds: ROUNDS, latencySeconds: SECONDS },
}
for (const bytes of SIZES) {
  const all: Record<'relay' | How, Measured[]> = { relay: [], default: [], tuned: [] }
  const peers: Awaited<ReturnType<typeof openPeer>>[] = []
  for (const how of HOWS) peers.push(await openPeer(how))
  for (let round = 0; round < ROUNDS; round++) {
    all.relay.push(await measureRelay(servers, ROOT, EVENTS, bytes))
    for (const peer of peers) all[peer.how].push(await peer.measure(bytes))
  }
  for (const peer of peers) await peer.end()
  for (const [name, measured] of Object.entries(all)) figures[`${bytes} bytes, ${name}`] = summary(measured)
  for (const how of HOWS) figures[`${bytes} bytes, beside ${how}`] = ratio(all.relay, all[how])
  console.log(bytes, figures)
}
for (const perSecond of RATES)
  for (const name of ['relay', 'tuned'] as const) {
    figures[`${perSecond} transactions a second, ${name}`] = await latencyOf(name, perSecond)
    console.log(perSecond, name, figures[`${perSecond} transactions a second, ${name}`])
  }
keep('debezium', figures)
await closeAdmins()
await servers.end()

/** Debezium on a journal of its own, warm and paused. */
async function openPeer(how: How) {
  const database = await servers.database()
  const owner = new Client({ connectionString: database.url })
  await owner.connect()
  const topic = `bench-${process.pid}-debezium-${how}-${new URL(database.url).pathname.slice(1)}`
  await makeTopic(brokers, topic)
  const debezium = await startDebezium({ databaseUrl: database.url, brokers, topic, how })
  const walSender = async () =>
    (await owner.query<{ pid: number }>('SELECT active_pid AS pid FROM pg_replication_slots WHERE database = current_database()')).rows[0]
      ?.pid
  let sent = 0
  /** Waits until so many more are in Kafka. */
  const arrived = async (events: number) => {
    while ((await endOf(brokers, topic)) < sent + events) await pause(20)
    sent += events
  }
  await fill(owner, WARM_EVENTS, 500)
  await arrived(WARM_EVENTS)
  await debezium.pause()
  return {
    how,
    async measure(bytes: number): Promise<Measured> {
      await fill(owner, EVENTS, bytes)
      await debezium.resume()
      while ((await endOf(brokers, topic)) === sent) await pause(5)
      const pid = (await walSender()) ?? 0
      const used = () => ({ debezium: cpuOf(debezium.pid), postgres: cpuOf(pid) })
      const [before, first, began] = [used(), await endOf(brokers, topic), performance.now()]
      const counted = sent + EVENTS - first
      await arrived(EVENTS)
      const [after, seconds] = [used(), (performance.now() - began) / 1_000]
      await debezium.pause()
      return {
        eventsPerSecond: counted / seconds,
        relayCpuUs: ((after.debezium - before.debezium) / counted) * 1e6,
        postgresCpuUs: ((after.postgres - before.postgres) / counted) * 1e6,
      }
    },
    async end() {
      await debezium.stop()
      await owner.query('SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = current_database()')
      await owner.end()
      await database.drop()
    },
  }
}

async function latencyOf(name: 'relay' | 'tuned', perSecond: number): Promise<Latency> {
  const database = await servers.database()
  const prefix = `bench-${process.pid}-latency-${name}-${perSecond}-`
  const topic = name === 'relay' ? eventsTopic(prefix, 1) : `${prefix}events`
  if (name !== 'relay') await makeTopic(brokers, topic)
  const ours = name === 'relay' ? startRelay(ROOT, database.relayUrl, brokers, prefix) : null
  const peer = ours ? null : await startDebezium({ databaseUrl: database.url, brokers, topic, how: 'tuned' })
  const pid = ours?.pid ?? peer?.pid ?? 0
  try {
    return await followLatency({ databaseUrl: database.url, brokers, topic, perSecond, seconds: SECONDS, pid })
  } finally {
    await (ours ?? peer)?.stop()
    const owner = new Client({ connectionString: database.url })
    await owner.connect()
    await owner.query(
      'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = current_database() AND NOT active',
    )
    await owner.end()
    await database.drop()
  }
}

function summary(all: readonly Measured[]) {
  const of = (what: keyof Measured, digits: number) =>
    range(
      all.map((each) => each[what]),
      digits,
    )
  return { eventsPerSecond: of('eventsPerSecond', 0), cpuUs: of('relayCpuUs', 1), postgresCpuUs: of('postgresCpuUs', 1) }
}

/** Of the same round: how many times as fast, and with what share of the CPU, Postgres' included. */
function ratio(ours: readonly Measured[], theirs: readonly Measured[]) {
  const cpu = (each: Measured | undefined) => (each ? each.relayCpuUs + each.postgresCpuUs : Number.NaN)
  return {
    timesAsFast: range(
      ours.map((each, round) => each.eventsPerSecond / (theirs[round]?.eventsPerSecond ?? Number.NaN)),
      2,
    ),
    shareOfCpu: range(
      ours.map((each, round) => cpu(each) / cpu(theirs[round])),
      2,
    ),
    medianTimes: Number((median(ours.map((each) => each.eventsPerSecond)) / median(theirs.map((each) => each.eventsPerSecond))).toFixed(2)),
  }
}

/** The installation's Postgres is told, and killed: it is started again with what it was told. */
async function replicateLogically(): Promise<void> {
  const url = variable('DATABASE_URL')
  const admin = await adminClient(url)
  admin.on('error', () => {})
  await admin.query(`ALTER SYSTEM SET wal_level = 'logical'`)
  const { pids } = JSON.parse(readFileSync(join(variable('PAYLEDGER_DIR'), 'stack.json'), 'utf8')) as { pids: Record<string, number> }
  process.kill(pids.postgres ?? 0, 'SIGINT')
  for (;;) {
    await pause(500)
    const level = await adminClient(url).then(
      async (client) => {
        const { rows } = await client.query<{ wal_level: string }>('SHOW wal_level')
        await client.end()
        return rows[0]?.wal_level
      },
      () => null,
    )
    if (level === 'logical') return
  }
}

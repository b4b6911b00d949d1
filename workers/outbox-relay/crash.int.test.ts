/** What a relay leaves behind when it dies, and what the next one makes of it: the same events under the same positions. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { partitionOf } from '@/events/partition'
import { eventsTopic, PARTITIONS } from '@/events/topics'
import { connectJournal, type JournalConnection } from '@/payroll/journal/relay/connection'
import { readFinal } from '@/payroll/journal/relay/journal'
import { renewLead, takeLead } from '@/payroll/journal/relay/leader'
import { type Batch, numberRows } from '@/payroll/journal/relay/numbering'
import { confirmBatch, Fenced, loadPlans, planBatch } from '@/payroll/journal/relay/plan'
import { createLog } from '@/platform/log'
import { TEST_KEY } from '@/stack/test-runner/events-key'
import { appendEvents, committedEvents, runWriters } from '@/stack/test-runner/journal'
import { type OwnServers, ownServers } from '@/stack/test-runner/own-servers'
import { historyOf, publishedEvents, type RelayGround, relayed, relayGround } from '@/stack/test-runner/relay'
import { kafkaClient } from '../kafka/connect'
import { patientProducer } from '../kafka/producer'
import { ensureTopics } from '../kafka/topics'
import { publisher } from './publish'

let servers: OwnServers
let ground: RelayGround

beforeAll(async () => {
  servers = await ownServers('postgres')
})
beforeEach(async () => {
  ground = await relayGround(servers)
})
afterEach(() => ground.close())
afterAll(() => servers.end())

const history = async () => historyOf(await publishedEvents(ground.brokers, ground.prefix), await committedEvents(ground.pool))
const until = (condition: () => unknown, timeout = 20_000) => expect.poll(condition, { timeout, interval: 50 })

/** A relay's first steps, as far as the test lets it get. */
async function planNext(connection: JournalConnection) {
  const lead = await takeLead(connection)
  if (!lead) throw new Error('another relay leads')
  const { confirmed } = await loadPlans(connection, lead, PARTITIONS, partitionOf)
  const { rows } = await readFinal(connection, confirmed.cursor, 1_000)
  const batch = numberRows(confirmed, rows, partitionOf)
  await planBatch(connection, lead, batch)
  return { lead, batch }
}

async function publishOnce(batch: Batch): Promise<void> {
  const log = createLog('test', 'silent')
  const kafka = kafkaClient({ brokers: ground.brokers.split(','), clientId: 'test', log })
  await ensureTopics(kafka, ground.prefix, 1)
  const producer = patientProducer({ kafka, log })
  const publish = publisher({ producer, topic: eventsTopic(ground.prefix, 1), secret: TEST_KEY, nextOffsets: new Map(), offsets: [] })
  await publish.send(publish.prepare(batch.events), new AbortController().signal)
  await producer.close()
}

it('publishes a batch that was planned before the crash, under the positions planned', async () => {
  await appendEvents(ground.pool, 500)
  const connection = await connectJournal(ground.database.relayUrl, 'outbox-relay')
  await planNext(connection)
  await connection.end()
  await appendEvents(ground.pool, 500)
  ground.relay()
  expect(await relayed(ground.pool)).toBe(1_000)
  expect(await history()).toEqual({ repeated: 0, problems: [] })
})

it('repeats a batch that was published and not confirmed, with the same bytes at the same positions', async () => {
  await appendEvents(ground.pool, 500)
  const connection = await connectJournal(ground.database.relayUrl, 'outbox-relay')
  const { batch } = await planNext(connection)
  await publishOnce(batch)
  await connection.end()
  await appendEvents(ground.pool, 500)
  ground.relay()
  expect(await relayed(ground.pool)).toBe(1_000)
  expect(await history()).toEqual({ repeated: 500, problems: [] })
})

it('loses nothing and renumbers nothing when it is killed again and again under load', { timeout: 480_000 }, async () => {
  let isOver = false
  const writing = runWriters(ground.pool, {
    writers: 6,
    events: () => isOver,
    eventsPerTransaction: 25,
    holdMsMax: 60,
    rolledBackShare: 0.1,
  })
  const position = async () =>
    (await ground.owner.query<{ last: string | null }>('SELECT max(last)::text AS last FROM relay_batches')).rows[0]?.last ?? '0'
  for (let kills = 0; kills < 5; kills++) {
    const child = ground.relay()
    const before = await position()
    await until(position).not.toBe(before)
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 400))
    await child.kill9()
  }
  isOver = true
  await writing
  ground.relay()
  expect(await relayed(ground.pool)).toBeGreaterThan(1_000)
  expect((await history()).problems).toEqual([])
})

it('lets one of two relays publish, and the other take over when it is gone', async () => {
  const first = ground.relay()
  const roles = async () => {
    const { rows } = await ground.owner.query<{ process: string; role: string }>(
      `SELECT process, detail ->> 'role' AS role FROM heartbeat WHERE beat_at > now() - interval '2 seconds' ORDER BY process`,
    )
    return Object.fromEntries(rows.map(({ process, role }) => [process, role]))
  }
  await until(roles).toEqual({ 'outbox-relay': 'leading' })
  ground.relay()
  await until(roles).toEqual({ 'outbox-relay': 'leading', 'outbox-relay-standby': 'standby' })
  await runWriters(ground.pool, { writers: 4, events: 2_000, eventsPerTransaction: 10, holdMsMax: 20, rolledBackShare: 0.1 })
  await relayed(ground.pool)
  expect(await history()).toEqual({ repeated: 0, problems: [] })
  await first.kill9()
  await appendEvents(ground.pool, 100)
  await relayed(ground.pool, 10_000)
  expect((await history()).problems).toEqual([])
})

it('stops a relay that was suspended while another took the lead', async () => {
  const suspended = ground.relay()
  let isOver = false
  const writing = runWriters(ground.pool, {
    writers: 4,
    events: () => isOver,
    eventsPerTransaction: 10,
    holdMsMax: 30,
    rolledBackShare: 0.1,
  })
  const epoch = async () => (await ground.owner.query<{ epoch: number }>('SELECT epoch::int FROM relay_leader')).rows[0]?.epoch
  const batches = async (ofEpoch: number) =>
    (await ground.owner.query<{ n: number }>('SELECT count(*)::int AS n FROM relay_batches WHERE epoch = $1', [ofEpoch])).rows[0]?.n ?? 0
  await until(() => batches(1)).toBeGreaterThan(3)
  process.kill(suspended.pid, 'SIGSTOP')
  try {
    await ground.owner.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'outbox-relay%'`,
    )
    ground.relay()
    await until(epoch).toBe(2)
    await until(() => batches(2)).toBeGreaterThan(3)
  } finally {
    process.kill(suspended.pid, 'SIGCONT')
  }
  const planned = await batches(1)
  await until(() => suspended.tail()).toMatch(/Relaying failed/)
  isOver = true
  await writing
  await relayed(ground.pool)
  expect(await batches(1)).toBe(planned)
  expect(await epoch()).toBe(2)
  expect((await history()).problems).toEqual([])
})

it('takes the place of a leader that is frozen with its lock held, and stops it when it wakes up', { timeout: 480_000 }, async () => {
  const frozen = ground.relay()
  await appendEvents(ground.pool, 100)
  await relayed(ground.pool)
  process.kill(frozen.pid, 'SIGSTOP')
  try {
    await appendEvents(ground.pool, 100)
    ground.relay()
    expect(await relayed(ground.pool, 60_000)).toBe(200)
  } finally {
    process.kill(frozen.pid, 'SIGCONT')
  }
  await until(() => frozen.tail()).toMatch(/Relaying failed/)
  await appendEvents(ground.pool, 100)
  await relayed(ground.pool)
  expect((await history()).problems).toEqual([])
})

it('leaves a leader alone that waits for Kafka for longer than a frozen one is waited for', { timeout: 480_000 }, async () => {
  const connection = await connectJournal(ground.database.relayUrl, 'outbox-relay')
  const lead = await takeLead(connection)
  await ground.owner.query(`UPDATE relay_leader SET renewed_at = now() - interval '14 seconds'`)
  const standby = await connectJournal(ground.database.relayUrl, 'outbox-relay')
  expect(await takeLead(standby)).toBeNull()
  if (lead) await renewLead(connection, lead)
  await ground.owner.query(`UPDATE relay_leader SET renewed_at = renewed_at - interval '16 seconds'`)
  expect(await takeLead(standby)).toBeNull()
  await until(() => takeLead(standby)).toMatchObject({ epoch: '2' })
  await Promise.all([connection.end().catch(() => {}), standby.end()])
})

it('refuses the plan and the confirmation of a relay whose epoch is over, also while the new leader is just taking it', async () => {
  await appendEvents(ground.pool, 10)
  const connection = await connectJournal(ground.database.relayUrl, 'outbox-relay')
  const { lead, batch } = await planNext(connection)
  const next = { ...batch, before: batch.after, after: { ...batch.after, position: batch.after.position + 1n } }

  const successor = await ground.owner.connect()
  await successor.query('BEGIN')
  await successor.query('UPDATE relay_leader SET epoch = epoch + 1')
  const planning = planBatch(connection, lead, next)
  const outcome = planning.then(
    () => 'planned',
    (error: unknown) => error,
  )
  await until(async () => (await ground.owner.query(`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'`)).rowCount).toBe(1)
  await successor.query('COMMIT')
  successor.release()
  expect(await outcome).toBeInstanceOf(Fenced)
  await expect(confirmBatch(connection, lead)).rejects.toBeInstanceOf(Fenced)
  const { rows } = await ground.owner.query('SELECT first::int, confirmed_at FROM relay_batches')
  expect(rows).toEqual([{ first: 1, confirmed_at: null }])
  await connection.end()
})

/** Kafka loses what it had acknowledged: every copy gets every event all the same, or the relay stops with a sentence that outlives a restart. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { eventsTopic, PARTITIONS, watermarksTopic } from '@/events/topics'
import { createLog } from '@/platform/log'
import { TEST_KEY } from '@/stack/test-runner/events-key'
import { appendEvents, committedEvents } from '@/stack/test-runner/journal'
import { cutTail, damageLog, pierce } from '@/stack/test-runner/kafka-disk'
import { type OwnServers, ownServers } from '@/stack/test-runner/own-servers'
import { lockPlans, type RelayGround, relayed, relayGround } from '@/stack/test-runner/relay'
import { withAdmin } from '../kafka/admin'
import { kafkaClient } from '../kafka/connect'
import { consumePartitions } from '../kafka/consume'
import type { Consumption } from '../kafka/consumption'
import { trustIn } from '../kafka/trust'

const log = createLog('test', 'silent')
let servers: OwnServers
let ground: RelayGround
let copies: Consumption[]

beforeAll(async () => {
  servers = await ownServers('postgres', 'kafka')
}, 180_000)
beforeEach(async () => {
  ground = await relayGround(servers)
  copies = []
})
afterEach(async () => {
  await Promise.all(copies.map((copy) => copy.stop()))
  await ground.close()
}, 60_000)
afterAll(() => servers.end())

const kafka = () => kafkaClient({ brokers: ground.brokers.split(','), clientId: 'test', log })
const topic = () => eventsTopic(ground.prefix, 1)
/** Generous: a busy machine takes thirty times as long as an idle one. */
const LIMIT_MS = 120_000
const until = (condition: () => unknown, timeout = LIMIT_MS) => expect.poll(condition, { timeout, interval: 100 })

/** A copy in memory that is fed as search and finance are, and the ids of the events it has applied, in the order of their positions. */
function copy(name: string, onError: (error: unknown) => void = () => {}): () => string[] {
  const positions = Array<bigint>(PARTITIONS).fill(0n)
  const events = new Map<bigint, string>()
  const consumption = consumePartitions({
    kafka: kafka(),
    topic: topic(),
    groupId: `${ground.prefix}${name}`,
    log,
    trust: trustIn(TEST_KEY, topic(), watermarksTopic(ground.prefix)),
    signal: new AbortController().signal,
    applied: async (partition) => positions[partition] ?? 0n,
    async apply(partition, batch) {
      for (const { position, value } of batch) {
        positions[partition] = position
        events.set(position, (JSON.parse(String(value)) as { id: string }).id)
      }
    },
    onGap: () => {},
    onError,
  })
  copies.push(consumption)
  consumption.run().catch(() => {})
  return () => [...events].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, id]) => id)
}

const journal = async () => (await committedEvents(ground.pool)).map(({ eventId }) => eventId)
const losses = async () =>
  (
    await ground.owner.query<{ partition: number; events: number | null; open: boolean }>(
      'SELECT partition, events, sent_again_at IS NULL AS open FROM kafka_loss ORDER BY id',
    )
  ).rows
const made = async () => (await losses()).filter(({ open, events }) => !open && (events ?? 0) > 0).length

it('the last 6,000 bytes of a partition, while the relay leads on: they are sent again, for old copies and new ones', {
  timeout: 480_000,
}, async () => {
  ground.relay()
  const old = copy('old')
  await appendEvents(ground.pool, 300)
  await relayed(ground.pool, LIMIT_MS)
  await until(() => old().length).toBe(300)
  await cutTail(servers, topic(), 6_000)
  await appendEvents(ground.pool, 50)
  await relayed(ground.pool, LIMIT_MS)
  await until(made).toBe(1)
  const all = await journal()
  const fresh = copy('fresh')
  await until(fresh).toEqual(all)
  await until(old).toEqual(all)
})

it('the same, noticed at the next start only, before anything was written beyond it', { timeout: 480_000 }, async () => {
  const first = ground.relay()
  await appendEvents(ground.pool, 300)
  await relayed(ground.pool, LIMIT_MS)
  await first.kill9()
  await cutTail(servers, topic(), 6_000)
  ground.relay()
  await until(made).toBe(1)
  await until(copy('fresh')).toEqual(await journal())
})

it('the same, noticed by a relay that is killed before it has sent anything again: the next one finds it written down', {
  timeout: 480_000,
}, async () => {
  const first = ground.relay()
  await appendEvents(ground.pool, 300)
  await relayed(ground.pool, LIMIT_MS)
  await cutTail(servers, topic(), 6_000, () => first.kill9())
  // What the first one wrote beyond the hole, and that it noticed.
  const second = ground.relay()
  await until(losses).not.toEqual([])
  await second.kill9()
  await appendEvents(ground.pool, 50)
  ground.relay()
  await relayed(ground.pool, LIMIT_MS)
  await until(async () => (await losses()).every(({ open }) => !open)).toBe(true)
  await until(copy('fresh')).toEqual(await journal())
})

it('the same, by a relay that is killed when it has sent them again and not said so yet: they are counted all the same', {
  timeout: 480_000,
}, async () => {
  const first = ground.relay()
  await appendEvents(ground.pool, 300)
  await relayed(ground.pool, LIMIT_MS)
  const unlock = await lockPlans(ground)
  await cutTail(servers, topic(), 6_000)
  await until(copy('fresh')).toEqual(await journal())
  expect(await losses()).toEqual([expect.objectContaining({ open: true })])
  await first.kill9()
  await unlock()
  ground.relay()
  await until(made).toBe(1)
})

it('the whole topic, deleted or emptied while a relay leads and nothing is sent', { timeout: 480_000 }, async () => {
  ground.relay()
  const old = copy('old')
  await appendEvents(ground.pool, 300)
  await relayed(ground.pool, LIMIT_MS)
  await until(() => old().length).toBe(300)
  await withAdmin(kafka(), (admin) => admin.deleteTopics({ topics: [topic()] }))
  await until(made).toBe(PARTITIONS)
  await until(copy('after-deleted')).toEqual(await journal())

  await withAdmin(kafka(), async (admin) => {
    const ends = await admin.fetchTopicOffsets(topic())
    await admin.deleteTopicRecords({ topic: topic(), partitions: ends.map(({ partition, high }) => ({ partition, offset: high })) })
  })
  await until(made).toBe(2 * PARTITIONS)
  await appendEvents(ground.pool, 20)
  await relayed(ground.pool, LIMIT_MS)
  const all = await journal()
  await until(copy('after-emptied')).toEqual(all)
  await until(old).toEqual(all)
})

/** Four batches of 60 events, spread over the partitions. */
async function fourBatches(): Promise<void> {
  ground.relay()
  for (let batches = 0; batches < 4; batches += 1) {
    await appendEvents(ground.pool, 60)
    await relayed(ground.pool, LIMIT_MS)
  }
}

it.each<[string, Parameters<typeof damageLog>[2]]>([
  ['within a batch', pierce],
  ['over the head of a batch', (log, { at }) => log.fill(0, Math.max(0, at - 20), at + 60)],
  ['over the head of the first batch', (log) => log.fill(0, 0, 60)],
])(
  'a hole %s: whoever reads it names it with the repair that brings every event back, or Kafka cuts it off and they are sent again',
  {
    timeout: 480_000,
  },
  async (_, hole) => {
    await fourBatches()
    await damageLog(servers, topic(), hole)
    const errors: string[] = []
    const fresh = copy('fresh', (error) => errors.push(String(error)))
    const named = () => errors.find((each) => /its log is damaged on Kafka’s disk .* Press Fill Kafka anew/.test(each))
    // Kafka itself ends when it has to look there, and cuts its log when it is started again.
    await until(async () => named() !== undefined || (await made()) > 0).toBe(true)
    if ((await made()) === 0) {
      expect(named()).toContain(topic())
      await withAdmin(kafka(), (admin) => admin.deleteTopics({ topics: [topic()] }))
      await until(made).toBe(PARTITIONS)
    }
    await until(fresh).toEqual(await journal())
  },
)

it('one altered byte of an event: it is believed by no copy, missed, and sent again', { timeout: 480_000 }, async () => {
  await fourBatches()
  await damageLog(servers, topic(), (log, { at }) => log.write('X', log.indexOf('audit.tested', at)))
  const errors: string[] = []
  const fresh = copy('fresh', (error) => errors.push(String(error)))
  await until(() => errors).toContainEqual(expect.stringMatching(/is not of this ledger/))
  await until(() => Object.keys(copies.at(-1)?.gaps() ?? {}).length).toBe(1)
  // What every worker does with the gaps of its consumption.
  await ground.owner.query(
    `INSERT INTO heartbeat (process, version, detail, beat_at) VALUES ('a-consumer', '1', $1, now() + interval '1 hour')`,
    [JSON.stringify({ gaps: copies.at(-1)?.gaps() })],
  )
  await until(made).toBe(1)
  await until(fresh).toEqual(await journal())
})

it('a gap that a consumer has met is looked into once, and closed when nothing is missing', { timeout: 480_000 }, async () => {
  ground.relay()
  await appendEvents(ground.pool, 100)
  await relayed(ground.pool, LIMIT_MS)
  await ground.owner.query(
    `INSERT INTO heartbeat (process, version, detail, beat_at) VALUES ('a-consumer', '1', '{"gaps":{"2":"7"}}', now() + interval '1 hour')`,
  )
  await until(losses).toEqual([{ partition: 2, events: 0, open: false }])
  await appendEvents(ground.pool, 100)
  await relayed(ground.pool, LIMIT_MS)
  expect((await losses()).length).toBe(1)
})

it('what the journal no longer proves is not sent: the relay stops, and stops again when it is started', { timeout: 480_000 }, async () => {
  const first = ground.relay()
  await appendEvents(ground.pool, 100)
  await relayed(ground.pool, LIMIT_MS)
  await first.stop()
  await ground.owner.query(`UPDATE relay_batches SET hash = repeat('0', 64)`)
  await withAdmin(kafka(), (admin) => admin.deleteTopics({ topics: [topic()] }))
  const said = async () =>
    (await ground.owner.query<{ sentence: string }>('SELECT sentence FROM history_stop')).rows.map(({ sentence }) => sentence)
  for (const relay of [ground.relay(), ground.relay()]) {
    expect(await relay.ended).toBe('it ended with code 1')
    expect(await said()).toEqual([expect.stringMatching(/the journal's rows at positions 1 to 100 are not the ones that were planned/)])
  }
})

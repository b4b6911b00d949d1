/** Kafka filled anew from the journal because a person asks for it: what nobody notices by itself is healed, copies go on, and a changed journal is not sent. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventsTopic } from '@/events/topics'
import { readRepair } from '@/operations/repairs/read-repairs'
import { askRepair } from '@/payroll/repairs/ask-repair'
import { createLog } from '@/platform/log'
import { readProgress } from '@/search/progress'
import { type ComparedGround, comparedGround } from '@/stack/test-runner/compared'
import { approvedRun, callOf, done, PREPARER } from '@/stack/test-runner/ledger'
import { type Processes, until } from '@/stack/test-runner/processes'
import { readEnds, withAdmin } from '../kafka/admin'
import { kafkaClient } from '../kafka/connect'
import { type KafkaMessage, readLog } from '../kafka/read-log'
import { deleteTopic, ensureTopics } from '../kafka/topics'
import { compareJournal } from './compare-journal'

const LIMIT = { timeout: 300_000 }
let ground: ComparedGround
let env: Record<string, string>
let topic: string
let relay: ReturnType<Processes['start']>
const client = () => kafkaClient({ brokers: (env.KAFKA_BROKERS ?? '').split(','), clientId: 'test', log: createLog('test', 'silent') })

beforeAll(async () => {
  ground = await comparedGround()
  env = { ...ground.env, HEARTBEAT_DATABASE_URL: ground.test.database.relayUrl }
  topic = eventsTopic(env.KAFKA_TOPIC_PREFIX ?? '', 1)
  startRelay()
  for (const worker of ['search-projector', 'finance-loader'] as const) ground.processes.start(worker, env)
  await approvedRun(ground.test)
  await ground.caughtUp()
  ground.processes.start('reconciler', env)
}, 300_000)
afterAll(() => ground.close(), 60_000)

const startRelay = () => {
  relay = ground.processes.start('outbox-relay', env)
}
const ask = async () => done(await askRepair(ground.test.ledger, callOf(PREPARER), 'refill-kafka', 'a drill')).id
const read = async (id: string) => (await readRepair(ground.test.ledger, id)) ?? expect.fail('no such repair')
const ended = async (id: string) => {
  await until('it has ended', async () => (await read(id)).endedAt !== null)
  return read(id)
}
const kill = (child: typeof relay) => ground.processes.kill(child, 'SIGKILL')
const compared = () =>
  compareJournal({
    ...{ ledger: ground.test.ledger, kafka: client(), topicPrefix: env.KAFKA_TOPIC_PREFIX ?? '' },
    secret: env.EVENTS_KEY ?? env.ACCOUNT_HASH_KEY ?? '',
  })
const causes = async () => [...new Set((await compared()).differences.map(({ cause }) => cause))].sort()

/** The same topic, offset by offset, with another text in the first message of a partition that has several. The relay is not running. */
async function alterOne(): Promise<void> {
  const ends = await readEnds(client(), topic)
  const messages: [number, KafkaMessage][] = []
  await readLog(client(), topic, new Map([...ends.keys()].map((partition) => [partition, 0n])), ends, (partition, message) => {
    messages.push([partition, message])
  })
  const partition = [...ends].find(([, { high }]) => high > 1n)?.[0]
  await deleteTopic(client(), topic)
  await ensureTopics(client(), env.KAFKA_TOPIC_PREFIX ?? '', 1)
  const producer = client().producer()
  await producer.connect()
  for (const [at, { key, value, headers }] of messages) {
    const isAltered = at === partition && messages.find(([each]) => each === at)?.[1].value === value
    const text = isAltered ? Buffer.from(String(value).replace('"sequence":', '"sequence" :')) : value
    await producer.send({ topic, messages: [{ partition: at, key, value: text, ...(headers && { headers }) }] })
  }
  await producer.disconnect()
}

it('heals an event that was altered in the midst, which nobody notices by itself, while both copies answer', LIMIT, async () => {
  await kill(relay)
  await alterOne()
  startRelay()
  await approvedRun(ground.test, undefined, '2027-04')
  await ground.caughtUp()
  expect(await causes()).toEqual(['extra', 'missing'])
  const answered: (string | null | undefined)[] = []
  const looking = setInterval(() => void readProgress(ground.search).then((progress) => answered.push(progress?.position)), 200)
  const repair = await ended(await ask())
  clearInterval(looking)
  expect(repair).toMatchObject({ state: 'done', outcome: null, proof: { differenceCount: 0 } })
  expect(repair.proof?.events).toBe(Number(repair.proof?.position))
  expect(repair.report?.kafka).toHaveLength(6)
  expect(repair.eventsTotal).toBeGreaterThan(5)
  expect(answered.every((position) => position != null)).toBe(true)
  expect(await causes()).toEqual([])
  await approvedRun(ground.test, undefined, '2027-05')
  await ground.caughtUp()
})

it('heals a topic that is gone, truncated or begins too late, also where the relay sends again at the same moment', LIMIT, async () => {
  const damage = [
    () => deleteTopic(client(), topic),
    () =>
      withAdmin(client(), async (admin) => {
        const full = (await admin.fetchTopicOffsets(topic)).filter(({ high }) => Number(high) > 1)
        await admin.deleteTopicRecords({ topic, partitions: full.map(({ partition }) => ({ partition, offset: '1' })) })
      }),
    async () => {
      // The tail of every partition is gone: the topic is made again with nothing in it.
      await deleteTopic(client(), topic)
      await ensureTopics(client(), env.KAFKA_TOPIC_PREFIX ?? '', 1)
    },
  ]
  for (const harm of damage) {
    await kill(relay)
    await harm()
    const id = await ask()
    startRelay()
    expect(await ended(id)).toMatchObject({ state: 'done', proof: { differenceCount: 0 } })
  }
  await approvedRun(ground.test, undefined, '2027-06')
  await ground.caughtUp()
})

it('goes on after the relay was killed at each step', LIMIT, async () => {
  const id = await ask()
  await until('it has begun', async () => (await read(id)).state !== 'asked')
  await kill(relay)
  startRelay()
  await until('the topic is deleted', async () => (await read(id)).report?.kafka !== undefined)
  await kill(relay)
  startRelay()
  expect(await ended(id)).toMatchObject({ state: 'done' })
  expect(await causes()).toEqual([])
})

it('deletes nothing where the journal is not the one that was published', LIMIT, async () => {
  const before = await readEnds(client(), topic)
  await ground.pastRules(`UPDATE outbox SET event = replace(event, '"type":', '"type" :') WHERE seq = (SELECT min(seq) FROM outbox)`)
  const repair = await ended(await ask())
  expect(repair).toMatchObject({
    state: 'refused',
    outcome: expect.stringMatching(/^The journal is not the one that was published.*Nothing was deleted\.$/),
  })
  const after = await readEnds(client(), topic)
  for (const [partition, { low, high }] of before) {
    expect(after.get(partition)?.low).toBe(low)
    expect(after.get(partition)?.high).toBeGreaterThanOrEqual(high)
  }
})

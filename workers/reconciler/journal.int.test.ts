/** The journal held against Kafka and against what was noted when it was published: what is changed in either is found and named. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventsTopic } from '@/events/topics'
import { createLog } from '@/platform/log'
import { type ComparedGround, comparedGround } from '@/stack/test-runner/compared'
import { TEST_KEY } from '@/stack/test-runner/events-key'
import { sentRun } from '@/stack/test-runner/ledger'
import { until } from '@/stack/test-runner/processes'
import { withAdmin } from '../kafka/admin'
import { kafkaClient } from '../kafka/connect'
import { compareEvidence } from './compare-evidence'
import { compareJournal } from './compare-journal'

const log = createLog('test', 'silent')
let ground: ComparedGround
const prefix = () => ground.env.KAFKA_TOPIC_PREFIX ?? ''
const kafkaAt = (brokers: string) => kafkaClient({ brokers: brokers.split(','), clientId: 'test', log })
const kafka = () => kafkaAt(ground.env.KAFKA_BROKERS ?? '')
const compare = (of = kafka()) => compareJournal({ ledger: ground.test.ledger, kafka: of, topicPrefix: prefix(), secret: TEST_KEY })
const beside = { journal: () => compare(), evidence: () => compareEvidence(ground.test.ledger) }
const named = async () =>
  (await compare()).differences
    .map(({ store, kind, subject, cause }) => [store, kind, subject, cause])
    .sort((a, b) => (a.join() < b.join() ? -1 : 1))

beforeAll(async () => {
  ground = await comparedGround()
  await sentRun(ground.test)
  expect(await compare()).toMatchObject({ leftOut: 'nothing was published yet', differences: [] })
  ground.processes.start('outbox-relay', ground.env)
  await until('everything is published', async () => {
    const [at] = await ground.test.ledger.$queryRaw<{ all: boolean }[]>`
      SELECT (SELECT count(*) FROM outbox) = (SELECT max(last) FROM relay_batches WHERE confirmed_at IS NOT NULL) AS all`
    return at?.all === true
  })
  // It would send again what a test takes away.
  await ground.processes.stopAll()
}, 240_000)
afterAll(() => ground.close(), 60_000)

it('finds nothing where nothing was changed', async () => {
  expect(await compare()).toEqual({
    ...{ leftOut: null, differences: [], position: expect.any(BigInt), events: expect.any(Number) },
    wholly: ['kafka event', 'ledger event', 'ledger journal'],
  })
})

it('an event that was changed in the journal: Kafka has what was published, and the chain no longer comes to its hash', async () => {
  const [row] = await ground.test.ledger.$queryRaw<{ id: string; event: string; position: string; last: string }[]>`
    SELECT event_id AS id, event, position::text, (SELECT max(last) FROM relay_batches)::text AS last
    FROM (SELECT outbox.*, row_number() OVER (ORDER BY xid, seq) AS position FROM outbox) numbered WHERE aggregate_type = 'payout' LIMIT 1`
  const set = (event: string) => ground.pastRules('UPDATE outbox SET event = $1 WHERE event_id = $2', [event, row?.id])
  await set((row?.event ?? '').replace('"amountMinor":"', '"amountMinor":"9'))
  const found = await named()
  expect(found).toContainEqual(['ledger', 'event', row?.position, 'altered'])
  expect(found).toHaveLength(2)
  expect(found[1]).toEqual(['ledger', 'journal', expect.stringMatching(/^up to event \d+$/), 'does-not-add-up'])
  await ground.compare('deep', beside)
  expect((await ground.open()).map(({ store, kind }) => `${store} ${kind}`).sort()).toEqual(['ledger event', 'ledger journal'])
  await set(row?.event ?? '')
  expect(await named()).toEqual([])
  const { copies } = await ground.compare('deep', beside)
  expect(copies).toContainEqual({ copy: 'kafka', leftOut: null, ahead: 0, older: 0 })
  expect(await ground.open()).toEqual([])
})

it('a message that somebody else wrote is named with its place, whatever position it claims', async () => {
  const producer = kafka().producer()
  await producer.connect()
  const [{ baseOffset } = {}] = await producer.send({
    topic: eventsTopic(prefix(), 1),
    messages: [{ partition: 2, key: 'k', value: '{}', headers: { position: '1', previous: '0' } }],
  })
  await producer.disconnect()
  expect(await named()).toEqual([['kafka', 'event', `in partition 2 at offset ${baseOffset}`, 'extra']])
})

it('without Kafka the journal is held against itself, and with another key nobody believes anything', async () => {
  const away = await compare(kafkaAt('127.0.0.1:1'))
  expect(away).toMatchObject({ differences: [], wholly: ['ledger journal'] })
  expect(away.leftOut).toMatch(/^it does not answer: /)
  const stranger = await compareJournal({ ledger: ground.test.ledger, kafka: kafka(), topicPrefix: prefix(), secret: 'x'.repeat(40) })
  expect(stranger.differences.map(({ cause }) => cause)).toContain('missing')
})

it('a row that was taken out of the journal: what is left is fewer than was published', async () => {
  await ground.pastRules('CREATE TABLE kept AS SELECT * FROM outbox ORDER BY xid DESC, seq DESC LIMIT 1')
  await ground.pastRules('DELETE FROM outbox WHERE event_id IN (SELECT event_id FROM kept)')
  expect((await compare()).differences).toContainEqual(
    expect.objectContaining({ store: 'ledger', kind: 'journal', cause: 'does-not-add-up' }),
  )
  await ground.pastRules('INSERT INTO outbox OVERRIDING SYSTEM VALUE SELECT * FROM kept')
  await ground.pastRules('DROP TABLE kept')
  expect((await compare()).differences.map(({ cause }) => cause)).toEqual(['extra'])
})

it('events that Kafka no longer has, by their positions', async () => {
  const topic = eventsTopic(prefix(), 1)
  const high = await withAdmin(kafka(), async (admin) => {
    const ends = await admin.fetchTopicOffsets(topic)
    const fullest = ends.reduce((a, b) => (Number(b.high) > Number(a.high) ? b : a))
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: fullest.partition, offset: String(Number(fullest.high) - 1) }] })
    return Number(fullest.high)
  })
  const { differences } = await compare()
  const missing = differences.filter(({ cause }) => cause === 'missing')
  expect(missing.length).toBeGreaterThanOrEqual(high - 1)
  expect(missing.every(({ store, kind }) => store === 'kafka' && kind === 'event')).toBe(true)
})

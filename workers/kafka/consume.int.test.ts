/** The consumer loop against a real broker: what it hands to a copy, and what it refuses to hand on. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { HEADERS } from '@/events/topics'
import { createLog } from '@/platform/log'
import { testEnv } from '@/stack/test-runner/database'
import { withAdmin } from './admin'
import { type Kafka, kafkaClient } from './connect'
import { type Consumed, type Consumption, consumePartitions, type Gap } from './consume'
import { patientProducer } from './producer'

const env = testEnv()
const log = createLog('test', 'silent')
const never = new AbortController().signal
let kafka: Kafka
let producer: ReturnType<typeof patientProducer>
let topic: string
let stopping: (() => Promise<void>)[] = []

beforeAll(() => {
  kafka = kafkaClient({ brokers: (env.KAFKA_BROKERS ?? '').split(','), clientId: 'test', log })
  producer = patientProducer({ kafka, log })
})
beforeEach(async () => {
  topic = `${env.KAFKA_TOPIC_PREFIX}${randomUUID()}`
  await withAdmin(kafka, (admin) => admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 2 }] }))
})
afterEach(async () => {
  await Promise.all(stopping.map((stop) => stop()))
  stopping = []
})
afterAll(() => producer.close())

/** Sends events with these positions to partition 0; each names the one before it in the list, unless it says another. */
const send = (...places: (number | [number, number])[]) => {
  const chained = places.map((place, index) => {
    const before = places[index - 1]
    return Array.isArray(place) ? place : ([place, Array.isArray(before) ? before[0] : (before ?? 0)] as const)
  })
  const messages = chained.map(([position, previous]) => ({
    partition: 0,
    key: 'k',
    value: `event ${position}`,
    headers: { [HEADERS.position]: String(position), [HEADERS.previous]: String(previous) },
  }))
  return producer.send(topic, messages, never)
}

/** A copy in memory, and a consumer that feeds it. */
function startCopy(groupId: string, from = 0n, fail: (batch: Consumed[]) => boolean = () => false) {
  const copy = { applied: [] as number[], values: [] as string[], position: from, gaps: [] as Gap[], failures: 0 }
  const consumption: Consumption = consumePartitions({
    kafka,
    topic,
    groupId,
    log,
    signal: never,
    applied: async (partition) => (partition === 0 ? copy.position : 0n),
    async apply(_, batch) {
      if (fail(batch)) {
        copy.failures += 1
        throw new Error('the store is away')
      }
      for (const { position, value } of batch) {
        copy.applied.push(Number(position))
        copy.values.push(String(value))
        copy.position = position
      }
    },
    onGap: (_, gap) => void copy.gaps.push(gap),
  })
  const stop = async () => {
    await consumption.stop()
  }
  stopping.push(stop)
  consumption.run().catch(() => {})
  return { copy, consumption, stop }
}

const until = (condition: () => unknown) => expect.poll(condition, { timeout: 20_000, interval: 20 })

it('drops duplicates and applies each event once, in order', async () => {
  await send(1, 2, 5)
  await send([2, 1], [5, 2], [6, 5], [6, 5], [9, 6])
  const { copy } = startCopy(topic)
  await until(() => copy.applied).toEqual([1, 2, 5, 6, 9])
  expect(copy.gaps).toEqual([])
})

it('does not pass over a gap, reads the partition again, and goes on when the missing event comes', async () => {
  await send(1, 2)
  await send([7, 5], [8, 7])
  const { copy, consumption } = startCopy(topic)
  await until(() => copy.gaps.map(({ searched }) => searched)).toEqual([false, true])
  expect(copy.gaps[0]).toMatchObject({ after: 2n, next: 7n, offset: '2' })
  expect(copy.applied).toEqual([1, 2])
  expect(await consumption.lag()).toMatchObject({ 0: 2n })
  await send([5, 2], [7, 5], [8, 7])
  await until(() => copy.applied).toEqual([1, 2, 5, 7, 8])
})

it('meets a gap again after a restart, whatever was committed', async () => {
  await send(1, 2)
  await send([7, 5], [8, 7])
  const first = startCopy(topic)
  await until(() => first.copy.gaps.length).toBe(2)
  await first.stop()
  const second = startCopy(topic, 2n)
  await until(() => second.copy.gaps.length).toBe(2)
  expect(second.copy.applied).toEqual([])
})

it('starts where the copy is, not where the group is, and rebuilds a copy that has lost its progress', async () => {
  await send(1, 2, 3, 4)
  const first = startCopy(topic)
  await until(() => first.copy.applied).toEqual([1, 2, 3, 4])
  await first.stop()
  const rebuilt = startCopy(topic)
  await until(() => rebuilt.copy.applied).toEqual([1, 2, 3, 4])
  await rebuilt.stop()
  expect(rebuilt.copy.gaps).toEqual([])
  const ahead = startCopy(topic, 3n)
  await until(() => ahead.copy.applied).toEqual([4])
})

it('hands the same events on again until they are applied', async () => {
  await send(1, 2, 3)
  let away = true
  const { copy } = startCopy(topic, 0n, () => away)
  await until(() => copy.failures).toBeGreaterThan(2)
  expect(copy.applied).toEqual([])
  away = false
  await until(() => copy.applied).toEqual([1, 2, 3])
})

/** The consumer loop against a real broker: what it hands to a copy, and what it refuses to hand on. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Arrived } from '@/events/projection'
import { signWatermark } from '@/events/signature'
import { HEADERS } from '@/events/topics'
import { createLog } from '@/platform/log'
import { testEnv } from '@/stack/test-runner/database'
import { signedHeaders, TEST_KEY } from '@/stack/test-runner/events-key'
import { withAdmin } from './admin'
import type { Gap } from './classify'
import { type Kafka, kafkaClient } from './connect'
import { consumePartitions } from './consume'
import type { Consumption } from './consumption'
import { patientProducer } from './producer'
import { trustIn } from './trust'

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
    headers: signedHeaders(topic, {
      partition: 0,
      key: 'k',
      value: `event ${position}`,
      position: String(position),
      previous: String(previous),
    }),
  }))
  return producer.send(topic, messages, never)
}

/** A copy in memory, and a consumer that feeds it. */
function startCopy(
  groupId: string,
  from = 0n,
  fail: (batch: Arrived[]) => boolean = () => false,
  onError: (error: unknown) => void = () => {},
  trust = trustIn(TEST_KEY, topic, 'watermarks', 0n),
) {
  const copy = { applied: [] as number[], values: [] as string[], position: from, gaps: [] as Gap[], failures: 0 }
  const consumption: Consumption = consumePartitions({
    kafka,
    topic,
    groupId,
    log,
    trust,
    onError,
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

it('believes nobody else’s word for an event or its place: forged, misplaced, repeated elsewhere or without a signature', {
  timeout: 480_000,
}, async () => {
  await send(1, 3)
  const event = (position: string, previous: string, value = `event ${position}`) => ({ partition: 0, key: 'k', value, position, previous })
  const place = (position: string, previous: string) => ({ [HEADERS.position]: position, [HEADERS.previous]: previous })
  const forged = [
    // Ahead, so that what is between would be passed over; in the place of another; of another partition; with another's signature.
    { ...event('90', '3'), headers: place('90', '3') },
    { ...event('5', '3', 'forged'), headers: { ...signedHeaders(topic, event('5', '3')), ...place('5', '3') } },
    { ...event('7', '3'), headers: { ...signedHeaders(topic, event('5', '3')), ...place('7', '3') } },
    { ...event('6', '0'), partition: 0, headers: signedHeaders(topic, { ...event('6', '0'), partition: 1 }) },
    { ...event('8', '3'), headers: signedHeaders('another-topic', event('8', '3')) },
    { ...event('9', '3'), headers: { ...place('9', '3'), [HEADERS.signature]: '' } },
  ]
  await producer.send(topic, forged, never)
  await send([5, 3], [8, 5])
  const errors: string[] = []
  const { copy } = startCopy(randomUUID(), 0n, undefined, (error) => errors.push(String(error)))
  await expect.poll(() => copy.applied, { timeout: 20_000 }).toEqual([1, 3, 5, 8])
  expect(copy.values).toEqual(['event 1', 'event 3', 'event 5', 'event 8'])
  expect(errors.filter((each) => each.includes('is not of this ledger')).length).toBe(forged.length)
})

it('believes events from before they were signed once a signed watermark says up to where, and no later ones', {
  timeout: 480_000,
}, async () => {
  const unsigned = (position: number, previous: number) => ({
    ...{ partition: 0, key: 'k', value: `event ${position}` },
    headers: { [HEADERS.position]: String(position), [HEADERS.previous]: String(previous) },
  })
  await producer.send(topic, [unsigned(1, 0), unsigned(2, 1)], never)
  const trust = trustIn(TEST_KEY, topic, 'watermarks')
  const { copy } = startCopy(randomUUID(), 0n, undefined, () => {}, trust)
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  expect(copy.applied).toEqual([])
  const mark = { ...{ era: 1, position: '2', last: [], coveredUntil: '', horizonXid: '1', hash: '' }, unsignedUpTo: '2' }
  expect(trust.believes({ ...mark, unsignedUpTo: '99', signature: 'x' })).toBe(false)
  expect(trust.believes({ ...mark, signature: signWatermark(TEST_KEY, 'watermarks', mark) })).toBe(true)
  await producer.send(topic, [unsigned(3, 2)], never)
  await send([3, 2])
  await expect.poll(() => copy.applied, { timeout: 20_000 }).toEqual([1, 2, 3])
})

import { afterAll, expect, it } from 'vitest'
import { PARTITIONS, type Watermark, watermarksTopic } from '@/events/topics'
import { createLog } from '@/platform/log'
import { testEnv } from '@/stack/test-runner/database'
import { signedWatermark, TEST_KEY } from '@/stack/test-runner/events-key'
import { withAdmin } from './admin'
import { kafkaClient } from './connect'
import { patientProducer } from './producer'
import { ensureTopics } from './topics'
import { trustIn } from './trust'
import { followWatermarks } from './watermarks'

const env = testEnv()
const prefix = env.KAFKA_TOPIC_PREFIX ?? ''
const log = createLog('test', 'silent')
const kafka = kafkaClient({ brokers: (env.KAFKA_BROKERS ?? '').split(','), clientId: 'test', log })
const producer = patientProducer({ kafka, log })
afterAll(() => producer.close())

const mark = (xid: number, era = 1): Watermark => ({
  era,
  position: String(xid),
  last: Array<string>(PARTITIONS).fill('0'),
  coveredUntil: new Date(xid).toISOString(),
  horizonXid: String(xid),
  hash: 'h',
})
const announce = (...marks: (Watermark | string)[]) => {
  const messages = marks.map((each) => ({
    partition: 0,
    key: null,
    value: typeof each === 'string' ? each : JSON.stringify(signedWatermark(prefix, each)),
  }))
  return producer.send(watermarksTopic(prefix), messages, new AbortController().signal)
}
const groups = async () =>
  (await withAdmin(kafka, (admin) => admin.listGroups())).groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(prefix))

it('begins with the newest watermark, passes over other eras and what cannot be read, and leaves no group behind', async () => {
  await ensureTopics(kafka, prefix, 1)
  await announce(mark(1), mark(2), mark(3))
  const stopping = new AbortController()
  const [seen, later]: [string[], number[]] = [[], []]
  const following = followWatermarks({
    kafka,
    prefix,
    era: 1,
    log,
    trust: trustIn(TEST_KEY, 'events', watermarksTopic(prefix)),
    onLaterEra: (era) => void later.push(era),
    onWatermark: ({ horizonXid }) => void seen.push(horizonXid),
    signal: stopping.signal,
  })
  await expect.poll(() => seen, { timeout: 20_000 }).toEqual(['3'])
  await announce(mark(9, 2), 'not a watermark', mark(2), mark(4), mark(4), mark(5))
  await expect.poll(() => seen, { timeout: 10_000 }).toEqual(['3', '4', '5'])
  expect(later).toEqual([2])
  stopping.abort()
  await following
  await expect.poll(groups, { timeout: 10_000 }).toEqual([])
})

/** Follows the watermarks of the relay, beginning with the newest one that is kept. */
import { randomUUID } from 'node:crypto'
import type { Kafka } from 'kafkajs'
import { type Watermark, watermark, watermarksTopic } from '@/events/topics'
import type { Logger } from '@/platform/log'
import { pause } from '@/platform/retry'
import { withAdmin } from './admin'
import { keepConsuming } from './member'
import type { Trust } from './trust'

export type { Watermark } from '@/events/topics'

export type WatermarkOptions = {
  kafka: Kafka
  prefix: string
  era: number
  log: Logger
  /** Tells our relay's watermarks from others. */
  trust: Trust
  /** Called with the era of a watermark that is of a later one: what follows this one will never hear of anything again. */
  onLaterEra: (era: number) => void
  /** Called with each watermark of the era that is newer than the one before. */
  onWatermark: (watermark: Watermark) => void
  signal: AbortSignal
}

const SWEEP_LIMIT_MS = 3_000

/** Runs until `signal` is aborted. Each follower has a group of its own, since every one needs every watermark; it is deleted at the end. */
export async function followWatermarks({
  kafka,
  prefix,
  era,
  log,
  trust,
  onLaterEra,
  onWatermark,
  signal,
}: WatermarkOptions): Promise<void> {
  const topic = watermarksTopic(prefix)
  const family = `${prefix}payledger-watermarks-`
  const groupId = family + randomUUID()
  let newest = -1n
  let begin = Promise.resolve(0n)
  await keepConsuming({
    kafka,
    topic,
    config: { groupId, sessionTimeout: 8_000, heartbeatInterval: 1_500, maxWaitTimeInMs: 1_000 },
    log,
    signal,
    begin(consumer) {
      // "Latest" would miss what is sent before the first fetch; the beginning would be seven days of them.
      consumer.on(consumer.events.GROUP_JOIN, () => {
        begin = newestOffset(kafka, topic).catch(() => 0n) // then all that are kept, which is only slower
        void begin.then((offset) => consumer.seek({ topic, partition: 0, offset: offset.toString() })).catch(() => {}) // it has crashed by then
      })
      return {
        autoCommit: false,
        eachMessage: async ({ message }) => {
          // A fetch may have begun before the seek.
          if (BigInt(message.offset) < (await begin)) return
          const mark = readWatermark(message.value)
          if (mark === null) return log.warn({ offset: message.offset }, 'a watermark that cannot be read')
          if (!trust.believes(mark)) return log.warn({ offset: message.offset }, 'a watermark that our relay did not sign')
          if (mark.era > era) return onLaterEra(mark.era)
          if (mark.era !== era || BigInt(mark.horizonXid) <= newest) return
          newest = BigInt(mark.horizonXid)
          onWatermark(mark)
        },
      }
    },
  })
  await Promise.race([sweep(kafka, groupId, family).catch(() => {}), pause(SWEEP_LIMIT_MS)])
}

/** The offset of the newest message, or of the next one when there is none. */
async function newestOffset(kafka: Kafka, topic: string): Promise<bigint> {
  const [ends] = await withAdmin(kafka, (admin) => admin.fetchTopicOffsets(topic))
  if (!ends) return 0n
  return BigInt(ends.high) > BigInt(ends.low) ? BigInt(ends.high) - 1n : BigInt(ends.high)
}

function readWatermark(value: Buffer | null): Watermark | null {
  try {
    return watermark.parse(JSON.parse(value?.toString() ?? ''))
  } catch {
    return null
  }
}

/** Deletes our group, and the memberless ones that crashed followers left behind; a group still in use is not deleted by the broker. */
async function sweep(kafka: Kafka, groupId: string, family: string): Promise<void> {
  await withAdmin(kafka, async (admin) => {
    const { groups } = await admin.listGroups()
    const left = groups.map((group) => group.groupId).filter((id) => id.startsWith(family) && id !== groupId)
    const { groups: described } = left.length > 0 ? await admin.describeGroups(left) : { groups: [] }
    const empty = described.filter(({ state }) => state === 'Empty').map((group) => group.groupId)
    await admin.deleteGroups([groupId, ...empty])
  })
}

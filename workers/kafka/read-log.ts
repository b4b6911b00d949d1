/** Reads a stretch of a topic once, for whoever has to know what Kafka really holds. */
import { randomUUID } from 'node:crypto'
import type { EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs'
import { type Ends, withAdmin } from './admin'

export type { KafkaMessage } from 'kafkajs'

/** How long no message may come before the reading is given up. */
const STALL_MS = 20_000
const HEARTBEAT_EVERY_MS = 1_000

/**
 * Hands over the messages of some partitions, each from an offset up to its end as it is now, in their order. It waits for what `onMessage` does with one.
 * @throws when Kafka is away, or nothing comes for 20 s.
 */
export async function readLog(
  kafka: Kafka,
  topic: string,
  from: ReadonlyMap<number, bigint>,
  ends: ReadonlyMap<number, Ends>,
  onMessage: (partition: number, message: KafkaMessage) => void | Promise<void>,
): Promise<void> {
  const open = new Map<number, bigint>()
  for (const [partition, offset] of from) {
    const { low, high } = ends.get(partition) ?? { low: 0n, high: 0n }
    if (high > max(offset, low)) open.set(partition, high)
  }
  if (open.size === 0) return
  const starts = new Map([...open.keys()].map((partition) => [partition, max(from.get(partition) ?? 0n, ends.get(partition)?.low ?? 0n)]))
  const groupId = `${topic}-read-${randomUUID()}`
  const consumer = kafka.consumer({ groupId, sessionTimeout: 8_000, maxWaitTimeInMs: 100, maxBytesPerPartition: 2_097_152 })
  let timer: NodeJS.Timeout | undefined
  try {
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    await new Promise<void>((resolve, reject) => {
      const again = () => {
        clearTimeout(timer)
        timer = setTimeout(() => reject(new Error(`${topic} could not be read: nothing came for ${STALL_MS / 1000} s`)), STALL_MS)
      }
      again()
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error))
      const eachBatch = async ({ batch: { partition, messages }, heartbeat }: Pick<EachBatchPayload, 'batch' | 'heartbeat'>) => {
        for (const message of messages) {
          const offset = BigInt(message.offset)
          const end = open.get(partition)
          // A fetch may have begun before the seek.
          if (end === undefined || offset < (starts.get(partition) ?? 0n)) continue
          try {
            const taking = offset < end ? onMessage(partition, message) : undefined
            if (taking) await meanwhile(taking, heartbeat, () => clearTimeout(timer))
          } catch (error) {
            return reject(error) // the library would wrap it, and read the batch again
          }
          again()
          if (offset >= end - 1n) open.delete(partition)
        }
        if (open.size === 0) resolve()
      }
      consumer.run({ autoCommit: false, partitionsConsumedConcurrently: 1, eachBatch }).catch(reject)
      // Or all of them would be fetched from their beginnings.
      const others = [...ends.keys()].filter((partition) => !starts.has(partition))
      if (others.length > 0) consumer.pause([{ topic, partitions: others }])
      for (const [partition, offset] of starts) consumer.seek({ topic, partition, offset: offset.toString() })
    })
  } finally {
    clearTimeout(timer)
    await consumer.disconnect().catch(() => {})
    await withAdmin(kafka, (admin) => admin.deleteGroups([groupId])).catch(() => {})
  }
}

/** Work that may take long is no stall, and no reason to be put out of the group. */
async function meanwhile(work: Promise<void>, heartbeat: () => Promise<void>, begin: () => void): Promise<void> {
  begin()
  const beats = setInterval(() => void heartbeat().catch(() => {}), HEARTBEAT_EVERY_MS)
  try {
    await work
  } finally {
    clearInterval(beats)
  }
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)

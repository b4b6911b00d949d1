/** What a topic holds at its end, asked once at a start. */
import { randomUUID } from 'node:crypto'
import type { Kafka, KafkaMessage } from 'kafkajs'
import { withAdmin } from './admin'

const LIMIT_MS = 20_000

/** Per partition the offset that the next message will get, and the last message; none for an empty partition. @throws when Kafka is away. */
export async function readEnds(kafka: Kafka, topic: string): Promise<Map<number, { high: bigint; last: KafkaMessage | null }>> {
  const offsets = await withAdmin(kafka, (admin) => admin.fetchTopicOffsets(topic))
  const ends = new Map(offsets.map(({ partition, high }) => [partition, { high: BigInt(high), last: null as KafkaMessage | null }]))
  const filled = offsets.filter(({ high, low }) => BigInt(high) > BigInt(low))
  if (filled.length === 0) return ends

  const groupId = `${topic}-ends-${randomUUID()}`
  const consumer = kafka.consumer({ groupId, sessionTimeout: 8_000, maxWaitTimeInMs: 100 })
  try {
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    await new Promise<void>((resolve, reject) => {
      const open = new Map(filled.map(({ partition, high }) => [partition, BigInt(high) - 1n]))
      const timer = setTimeout(
        () => reject(new Error(`the last messages of ${topic} could not be read within ${LIMIT_MS / 1000} s`)),
        LIMIT_MS,
      )
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error))
      const eachMessage = async ({ partition, message }: { partition: number; message: KafkaMessage }) => {
        if (BigInt(message.offset) !== open.get(partition)) return
        ends.set(partition, { high: BigInt(message.offset) + 1n, last: message })
        open.delete(partition)
        if (open.size > 0) return
        clearTimeout(timer)
        resolve()
      }
      consumer.run({ autoCommit: false, eachMessage }).catch(reject)
      for (const [partition, offset] of open) consumer.seek({ topic, partition, offset: offset.toString() })
    })
    return ends
  } finally {
    await consumer.disconnect().catch(() => {})
    await withAdmin(kafka, (admin) => admin.deleteGroups([groupId])).catch(() => {})
  }
}

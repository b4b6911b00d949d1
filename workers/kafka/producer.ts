/** Sends messages until every one of them is acknowledged. */
import type { Kafka, Producer } from 'kafkajs'
import type { Logger } from '@/platform/log'
import { untilDone } from '@/platform/retry'
import { Partitioners } from './library'

export type Outgoing = { partition: number; key: string | null; value: string; headers?: Record<string, string> }

/** Where a partition's messages of one send begin, and how often the send had failed before: a failed one may have been written all the same. */
export type Acknowledged = { partition: number; offset: bigint; messages: number; failures: number }

export type PatientProducer = {
  /**
   * Resolves when all in-sync replicas have every message, and says where they are.
   * @throws only once `signal` is aborted; it is not known then what was written.
   */
  send(topic: string, messages: readonly Outgoing[], signal: AbortSignal): Promise<Acknowledged[]>
  close(): Promise<void>
}

/** The broker takes 1 MiB for one partition at once, unless told otherwise. */
const BYTES_PER_PARTITION_MAX = 800_000
const BYTES_BESIDE_VALUE = 150

/**
 * After any failed send the client is thrown away and a new one sends the same messages again: the library's idempotent producer was seen to
 * drop the batch after a failed one silently. What arrives twice thereby, consumers drop by its position.
 */
export function patientProducer({
  kafka,
  log,
  onError,
}: {
  kafka: Kafka
  log: Logger
  onError?: (error: unknown) => void
}): PatientProducer {
  let producer: Producer | null = null

  async function open(): Promise<Producer> {
    const made = kafka.producer({
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { retries: 0 },
    })
    await made.connect()
    return made
  }

  async function discard(): Promise<void> {
    const old = producer
    producer = null
    await old?.disconnect().catch(() => {})
  }

  async function sendChunk(topic: string, chunk: Chunk, signal: AbortSignal): Promise<Acknowledged[]> {
    let failures = 0
    const attempt = async () => {
      try {
        producer ??= await open()
        return await sendOnce(producer, topic, chunk)
      } catch (error) {
        failures += 1
        await discard()
        throw error
      }
    }
    const acknowledged = await untilDone(attempt, { what: `Sending to ${topic}`, log, signal, ...(onError && { onError }) })
    return acknowledged.map((each) => ({ ...each, failures }))
  }

  return {
    async send(topic, messages, signal) {
      const acknowledged: Acknowledged[] = []
      for (const chunk of chunksOf(messages)) acknowledged.push(...(await sendChunk(topic, chunk, signal)))
      return acknowledged
    },
    close: discard,
  }
}

type Chunk = { messages: Outgoing[]; counts: Map<number, number> }

/** Splits messages, in their order, so that no partition gets more at once than the broker takes. */
function* chunksOf(messages: readonly Outgoing[]): Generator<Chunk> {
  let chunk: Chunk = { messages: [], counts: new Map() }
  let bytes = new Map<number, number>()
  for (const message of messages) {
    const { partition } = message
    const size = Buffer.byteLength(message.value) + BYTES_BESIDE_VALUE
    if ((bytes.get(partition) ?? 0) + size > BYTES_PER_PARTITION_MAX && bytes.has(partition)) {
      yield chunk
      chunk = { messages: [], counts: new Map() }
      bytes = new Map()
    }
    chunk.messages.push(message)
    chunk.counts.set(partition, (chunk.counts.get(partition) ?? 0) + 1)
    bytes.set(partition, (bytes.get(partition) ?? 0) + size)
  }
  if (chunk.messages.length > 0) yield chunk
}

async function sendOnce(producer: Producer, topic: string, { messages, counts }: Chunk): Promise<Omit<Acknowledged, 'failures'>[]> {
  const results = await producer.send({ topic, acks: -1, messages: messages as Outgoing[] })
  const offsets = new Map(results.filter(({ errorCode }) => errorCode === 0).map(({ partition, baseOffset }) => [partition, baseOffset]))
  return [...counts].map(([partition, count]) => {
    const offset = offsets.get(partition)
    // A partition that does not exist yields no result and no error.
    if (offset === undefined) throw new Error(`partition ${partition} of ${topic} did not acknowledge`)
    return { partition, offset: BigInt(offset), messages: count }
  })
}

/** Relays under test: as the process they are, and what they left in Kafka. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Kafka, logLevel } from 'kafkajs'
import type { Pool } from 'pg'
import { eventsTopic, HEADERS, type Watermark, watermarksTopic } from '@/events/topics'
import { ROOT } from '../paths'
import { type Child, startChild } from '../processes/child'

/** Starts the relay as `npm start` does. */
export function startRelay(env: Record<string, string>, logFile: string): Child {
  const args = ['--disable-warning=TimeoutNegativeWarning', '--import', 'tsx', 'workers/outbox-relay/main.ts']
  return startChild({ command: process.execPath, args, cwd: ROOT, env: { ...env, LOG_LEVEL: 'info' }, logFile: join(logFile) })
}

/** Resolves once everything in the journal is planned and confirmed, and returns how many events that are. */
export async function relayed(pool: Pool, limitMs = 30_000): Promise<number> {
  const deadline = Date.now() + limitMs
  for (;;) {
    const { rows } = await pool.query<{ events: number; position: number }>(
      `SELECT (SELECT count(*) FROM outbox)::int AS events, coalesce((SELECT max(last) FROM relay_batches WHERE confirmed_at IS NOT NULL), 0)::int AS position`,
    )
    const { events, position } = rows[0] ?? { events: 0, position: -1 }
    if (events === position) return events
    if (Date.now() > deadline) throw new Error(`after ${limitMs} ms ${position} of ${events} events were relayed`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export type Published = {
  partition: number
  offset: bigint
  eventId: string
  position: bigint
  previous: bigint
  key: string
  value: string
}

/** Every message of the events topic, partition by partition, in the order of the log. */
export async function publishedEvents(brokers: string, prefix: string): Promise<Published[]> {
  const messages = await readTopic(brokers, eventsTopic(prefix, 1))
  return messages.map(({ partition, offset, key, value, headers }) => ({
    partition,
    offset,
    key,
    value,
    eventId: (JSON.parse(value) as { id: string }).id,
    position: BigInt(headers[HEADERS.position] ?? '-1'),
    previous: BigInt(headers[HEADERS.previous] ?? '-1'),
  }))
}

/** Every watermark announced so far, in order. */
export async function publishedWatermarks(brokers: string, prefix: string): Promise<Watermark[]> {
  return (await readTopic(brokers, watermarksTopic(prefix))).map(({ value }) => JSON.parse(value) as Watermark)
}

type Message = { partition: number; offset: bigint; key: string; value: string; headers: Record<string, string> }

async function readTopic(brokers: string, topic: string): Promise<Message[]> {
  const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING })
  const admin = kafka.admin()
  const groupId = `${topic}-${randomUUID()}`
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 })
  await admin.connect()
  const open = new Map(
    (await admin.fetchTopicOffsets(topic)).filter(({ high }) => high !== '0').map((each) => [each.partition, BigInt(each.high) - 1n]),
  )
  const messages: Message[] = []
  try {
    if (open.size === 0) return messages
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    await new Promise<void>((resolve, reject) => {
      const eachBatch = async ({ batch }: { batch: { partition: number; messages: KafkaMessages } }) => {
        const { partition } = batch
        for (const { offset, key, value, headers } of batch.messages) {
          const texts = Object.fromEntries(Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)]))
          messages.push({ partition, offset: BigInt(offset), key: String(key), value: String(value), headers: texts })
          if (BigInt(offset) >= (open.get(partition) ?? -1n)) open.delete(partition)
        }
        if (open.size === 0) resolve()
      }
      consumer.run({ eachBatch, partitionsConsumedConcurrently: 6 }).catch(reject)
    })
    return messages.sort((a, b) => a.partition - b.partition || Number(a.offset - b.offset))
  } finally {
    await consumer.disconnect()
    await admin.deleteGroups([groupId]).catch(() => {})
    await admin.disconnect()
  }
}

type KafkaMessages = { offset: string; key: Buffer | null; value: Buffer | null; headers?: Record<string, unknown> }[]

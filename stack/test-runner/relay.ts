/** Relays under test: as the process they are, and what they left in Kafka. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kafka, logLevel } from 'kafkajs'
import { Client, Pool } from 'pg'
import { eventsTopic, HEADERS, PARTITIONS, type Watermark, watermarksTopic } from '@/events/topics'
import { ROOT } from '../paths'
import { type Child, startChild } from '../processes/child'
import { type TestDatabase, testEnv } from './database'
import type { Committed } from './journal'
import type { OwnServers } from './own-servers'
import { workerArgs } from './processes'

export type RelayGround = {
  database: TestDatabase
  /** For a relay on it. */
  env: Record<string, string>
  brokers: string
  prefix: string
  /** As the app. */
  pool: Pool
  /** As the owner. */
  owner: Pool
  /** Starts a relay; all that were started are ended by `close`. */
  relay(): Child
  close(): Promise<void>
}

let grounds = 0

/** A new database on servers of one's own, with topics that nobody else has. */
export async function relayGround(servers: OwnServers): Promise<RelayGround> {
  const database = await servers.database()
  const base = testEnv(database)
  const brokers = servers.env.KAFKA_BROKERS ?? base.KAFKA_BROKERS ?? ''
  const prefix = `${base.KAFKA_TOPIC_PREFIX}${++grounds}-`
  const env = { ...base, KAFKA_BROKERS: brokers, KAFKA_TOPIC_PREFIX: prefix }
  const folder = mkdtempSync(join(tmpdir(), 'payledger-relay-'))
  const [pool, owner] = [database.appUrl, database.url].map((connectionString) => new Pool({ connectionString, max: 40 })) as [Pool, Pool]
  for (const each of [pool, owner]) each.on('error', () => {}) // a test may end the server
  const relays: Child[] = []
  return {
    database,
    env,
    brokers,
    prefix,
    pool,
    owner,
    relay() {
      const child = startRelay(env, join(folder, `relay-${relays.length + 1}.log`))
      relays.push(child)
      return child
    },
    async close() {
      await Promise.all(relays.map((child) => child.stop()))
      await Promise.all([pool.end(), owner.end()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function startRelay(env: Record<string, string>, logFile: string): Child {
  return startChild({ command: process.execPath, args: workerArgs('outbox-relay'), cwd: ROOT, env: { ...env, LOG_LEVEL: 'info' }, logFile })
}

/** Resolves once everything in the journal is planned and confirmed, and returns how many events that are. */
export async function relayed(pool: Pool, limitMs = 30_000): Promise<number> {
  const deadline = performance.now() + limitMs
  for (;;) {
    const { rows } = await pool.query<{ events: number; position: number }>(
      `SELECT (SELECT count(*) FROM outbox)::int AS events, coalesce((SELECT max(last) FROM relay_batches WHERE confirmed_at IS NOT NULL), 0)::int AS position`,
    )
    const { events, position } = rows[0] ?? { events: 0, position: -1 }
    if (events === position) return events
    if (performance.now() > deadline) throw new Error(`after ${limitMs} ms ${position} of ${events} events were relayed`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Somebody's session that keeps the relay from noting where it has sent what; it ends when the returned function is called. */
export async function lockPlans({ database }: RelayGround): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  await client.query('BEGIN')
  await client.query('LOCK TABLE relay_batches IN EXCLUSIVE MODE')
  return () => client.end()
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

/** Every message of an era's topic, partition by partition, in the order of the log. */
export async function publishedEvents(brokers: string, prefix: string, era = 1): Promise<Published[]> {
  const messages = await readTopic(brokers, eventsTopic(prefix, era))
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

/** Their headers, in the same order. */
export const publishedHeaders = async (brokers: string, prefix: string): Promise<Record<string, string>[]> =>
  (await readTopic(brokers, eventsTopic(prefix, 1))).map(({ headers }) => headers)

export type History = {
  /** Messages that repeat an earlier one, bytes and headers alike. */
  repeated: number
  /** What is wrong, a phrase each, the first ones only. */
  problems: string[]
}

/**
 * Compares the topic, read as consumers do, with the journal: every event there once, positions 1, 2, 3 … in the journal's order, each naming
 * the one before it in its partition, and whatever was sent twice the same both times.
 */
export function historyOf(published: Published[], journal: Committed[]): History {
  const problems: string[] = []
  const bytes = new Map<bigint, string>()
  const applied = new Map<bigint, string>()
  const last = Array<bigint>(PARTITIONS).fill(0n)
  let repeated = 0
  for (const { partition, position, previous, key, value, eventId } of published) {
    const whole = `${partition} ${previous} ${key} ${value}`
    if (bytes.has(position)) repeated += 1
    if (bytes.has(position) && bytes.get(position) !== whole) problems.push(`position ${position} was sent with two contents`)
    bytes.set(position, whole)
    const mine = last[partition] ?? 0n
    if (position <= mine) continue
    if (previous !== mine) problems.push(`position ${position} in partition ${partition} follows ${mine}, and names ${previous}`)
    last[partition] = position
    applied.set(position, eventId)
  }
  journal.forEach(({ eventId }, index) => {
    const there = applied.get(BigInt(index + 1))
    if (there !== eventId) problems.push(`position ${index + 1} holds ${there} instead of ${eventId}`)
  })
  if (applied.size !== journal.length) problems.push(`${applied.size} positions for ${journal.length} events`)
  return { repeated, problems: problems.slice(0, 10) }
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

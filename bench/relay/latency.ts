/** Events that are committed one by one at a steady rate, and how long after its commit each can be read from Kafka. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Kafka, logLevel } from 'kafkajs'
import { Pool } from 'pg'
import { percentile } from '../figures'
import { cpuOf } from './journal'
import { isThere } from './topic'

export type Latency = { events: number; p50Ms: number; p99Ms: number; maxMs: number; cpuPercent: number }
/** `topic` is there already, or is made by the first event. */
export type Followed = { databaseUrl: string; brokers: string; topic: string; perSecond: number; seconds: number; pid: number }

const CONNECTIONS = 16
/** What comes first starts and compiles what is measured. */
const WARM_SECONDS = 10
const LIMIT_MS = 30_000

export async function followLatency({ databaseUrl, brokers, topic, perSecond, seconds, pid }: Followed): Promise<Latency> {
  const pool = new Pool({ connectionString: databaseUrl, max: CONNECTIONS })
  const kafka = new Kafka({ brokers: brokers.split(','), clientId: 'bench', logLevel: logLevel.NOTHING })
  await insert(pool, randomUUID())
  await isThere(brokers, topic)
  const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 100 })
  const committed = new Map<string, number>()
  const read = new Map<string, number>()
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({
    eachBatch: async ({ batch }) => {
      const now = performance.now()
      for (const { key } of batch.messages) read.set(String(key), now)
    },
  })
  const commit = async (): Promise<void> => {
    const id = randomUUID()
    await insert(pool, id)
    committed.set(id, performance.now())
  }
  await atRate(commit, perSecond, WARM_SECONDS)
  committed.clear()
  const [cpu, began] = [cpuOf(pid), performance.now()]
  await atRate(commit, perSecond, seconds)
  const used = (cpuOf(pid) - cpu) / ((performance.now() - began) / 1_000)
  for (const deadline = performance.now() + LIMIT_MS; [...committed.keys()].some((id) => !read.has(id)); await pause(50))
    if (performance.now() > deadline) throw new Error('events never came')
  await consumer.disconnect()
  await pool.end()
  const took = [...committed].map(([id, at]) => Math.max(0, (read.get(id) ?? Number.NaN) - at))
  const ms = (share: number) => Number(percentile(took, share).toFixed(1))
  return { events: took.length, p50Ms: ms(0.5), p99Ms: ms(0.99), maxMs: ms(1), cpuPercent: Math.round(used * 100) }
}

async function insert(pool: Pool, id: string): Promise<void> {
  await pool.query(
    `INSERT INTO outbox (era, event_id, aggregate_type, aggregate_id, version, type, event, actor, request_id, occurred_at)
     VALUES (1, $1, 'audit', $1, 1, 'audit.bench', $2, 'bench', 'bench', now())`,
    [id, `{"specversion":"1.0","subject":"${id}","sequence":"1","data":{"x":"${'0123456789abcdef'.repeat(40)}"}}`],
  )
}

async function atRate(work: () => Promise<void>, perSecond: number, seconds: number): Promise<void> {
  const began = performance.now()
  const working: Promise<void>[] = []
  for (let number = 0; number < perSecond * seconds; number++) {
    const due = (number * 1_000) / perSecond - (performance.now() - began)
    if (due > 1) await pause(due)
    working.push(work())
  }
  await Promise.all(working)
}

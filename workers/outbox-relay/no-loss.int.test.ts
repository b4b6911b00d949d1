/** No event is lost, doubled or renumbered, whatever the writers do. A cluster of its own, since any open transaction in it holds the relay back. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Pool } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PARTITIONS } from '@/events/topics'
import type { Child } from '@/stack/processes/child'
import { type TestDatabase, testEnv } from '@/stack/test-runner/database'
import { advanceXids, appendEvents, type Committed, committedEvents, runWriters } from '@/stack/test-runner/journal'
import { type OwnServers, ownServers } from '@/stack/test-runner/own-servers'
import { type Published, publishedEvents, publishedWatermarks, relayed, startRelay } from '@/stack/test-runner/relay'

let servers: OwnServers
let relay: Child | undefined
let pool: Pool
const logFile = join(mkdtempSync(join(tmpdir(), 'payledger-relay-')), 'relay.log')
let runs = 0

beforeAll(async () => {
  servers = await ownServers('postgres')
})
afterAll(() => servers.end())

/** A new database with its own topics. */
async function newGround(): Promise<{ database: TestDatabase; env: Record<string, string>; brokers: string; prefix: string }> {
  const database = await servers.database()
  const base = testEnv(database)
  const env: Record<string, string> = { ...base, KAFKA_TOPIC_PREFIX: `${base.KAFKA_TOPIC_PREFIX}${++runs}-` }
  pool = new Pool({ connectionString: database.appUrl, max: 40 })
  pool.on('error', () => {})
  return { database, env, brokers: env.KAFKA_BROKERS ?? '', prefix: env.KAFKA_TOPIC_PREFIX ?? '' }
}

async function closeGround(): Promise<void> {
  await relay?.stop()
  await pool.end()
}

/** Kafka holds exactly the journal, numbered 1, 2, 3 … in its order, each event naming the one before it in its partition. */
function expectOneHistory(published: Published[], journal: Committed[]): void {
  const byPosition = [...published].sort((a, b) => Number(a.position - b.position))
  expect(byPosition.map(({ eventId }) => eventId)).toEqual(journal.map(({ eventId }) => eventId))
  expect(byPosition.findIndex(({ position }, index) => position !== BigInt(index + 1))).toBe(-1)
  const last = Array<bigint>(PARTITIONS).fill(0n)
  const broken = published.filter(({ partition, position, previous }) => {
    const expected = last[partition]
    last[partition] = position
    return previous !== expected
  })
  expect(broken).toEqual([])
}

/** A cursor as people write it first: what it has seen, and where it goes on. */
function unsafeCursor(url: string, condition: string) {
  const seen = new Set<string>()
  const client = new Client({ connectionString: url })
  const stopping = new AbortController()
  const poll = async () => {
    await client.connect()
    let last = '0'
    for (let more = true; more; ) {
      more = !stopping.signal.aborted
      const { rows } = await client.query<{ event_id: string; seq: string }>(
        `SELECT event_id, seq FROM outbox o WHERE o.seq > $1 ${condition} ORDER BY o.seq`,
        [last],
      )
      for (const { event_id, seq } of rows) {
        seen.add(event_id)
        last = seq
      }
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await client.end()
  }
  const polling = poll()
  return {
    async stop() {
      stopping.abort()
      await polling
      return seen
    },
  }
}

it('loses no event of 16 overlapping writers, where both simpler cursors do', { timeout: 120_000 }, async () => {
  const { database, env, brokers, prefix } = await newGround()
  relay = startRelay(env, logFile)
  const cursors = [unsafeCursor(database.appUrl, ''), unsafeCursor(database.appUrl, 'AND o.xid < pg_snapshot_xmin(pg_current_snapshot())')]
  const commits: { eventIds: string[]; committedBy: bigint }[] = []
  await runWriters(pool, {
    writers: 16,
    events: 50_000,
    eventsPerTransaction: 50,
    holdMsMax: 500,
    rolledBackShare: 0.1,
    onCommit: (eventIds, committedBy) => commits.push({ eventIds, committedBy }),
  })
  const total = await relayed(pool)
  expect(total).toBeGreaterThanOrEqual(50_000)
  const journal = await committedEvents(pool)
  const published = await publishedEvents(brokers, prefix)
  expectOneHistory(published, journal)

  const lost = (await Promise.all(cursors.map((cursor) => cursor.stop()))).map(
    (seen) => journal.filter(({ eventId }) => !seen.has(eventId)).length,
  )
  expect(lost[0], 'events lost by seq > last').toBeGreaterThan(0)
  expect(lost[1], 'events lost by seq > last AND xid < xmin').toBeGreaterThan(0)

  const positions = new Map(published.map(({ eventId, position }) => [eventId, position]))
  const watermarks = await publishedWatermarks(brokers, prefix)
  expect(watermarks.length).toBeGreaterThan(5)
  for (const { coveredUntil, position } of watermarks) {
    const until = BigInt(Date.parse(coveredUntil)) * 1000n
    const missing = commits.filter(
      ({ committedBy, eventIds }) => committedBy < until && eventIds.some((id) => (positions.get(id) ?? 0n) > BigInt(position)),
    )
    expect(missing, `commits before ${coveredUntil} beyond position ${position}`).toEqual([])
  }
  await closeGround()
})

it('keeps the order of transactions when their ids gain a digit', { timeout: 60_000 }, async () => {
  const { database, env, brokers, prefix } = await newGround()
  const owner = new Client({ connectionString: database.url })
  await owner.connect()
  const { rows } = await owner.query<{ xid: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xid')
  const power = 10 ** (rows[0]?.xid ?? '').length
  await advanceXids(owner, power - 20)
  for (let each = 0; each < 40; each++) await appendEvents(owner, 30)
  const journal = await committedEvents(pool)
  expect(journal.filter(({ xid }) => xid < BigInt(power)).length).toBeGreaterThan(100)
  expect(journal.filter(({ xid }) => xid >= BigInt(power)).length).toBeGreaterThan(100)
  relay = startRelay(env, logFile)
  await relayed(pool)
  // Then with a batch that ends just below the power, as when the relay is quicker than the writers.
  await appendEvents(owner, 30)
  await relayed(pool)
  expectOneHistory(await publishedEvents(brokers, prefix), await committedEvents(pool))
  await owner.end()
  await closeGround()
})

/** No event is lost, doubled or renumbered, whatever the writers do. A cluster of its own, since any open transaction in it holds the relay back. */
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { advanceXids, appendEvents, committedEvents, runWriters } from '@/stack/test-runner/journal'
import { type OwnServers, ownServers } from '@/stack/test-runner/own-servers'
import { historyOf, publishedEvents, publishedWatermarks, type RelayGround, relayed, relayGround } from '@/stack/test-runner/relay'

let servers: OwnServers
let ground: RelayGround

beforeAll(async () => {
  servers = await ownServers('postgres')
})
beforeEach(async () => {
  ground = await relayGround(servers)
})
afterEach(() => ground.close())
afterAll(() => servers.end())

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

it('loses no event of 16 overlapping writers, where both simpler cursors do', { timeout: 480_000 }, async () => {
  const { database, brokers, prefix, pool } = ground
  ground.relay()
  const cursors = [unsafeCursor(database.appUrl, ''), unsafeCursor(database.appUrl, 'AND o.xid < pg_snapshot_xmin(pg_current_snapshot())')]
  const commits: { eventIds: string[]; committedBy: bigint }[] = []
  await runWriters(pool, {
    writers: 16,
    events: 50_000,
    eventsPerTransaction: 80,
    holdMsMax: 500,
    rolledBackShare: 0.1,
    onCommit: (eventIds, committedBy) => commits.push({ eventIds, committedBy }),
  })
  const total = await relayed(pool)
  expect(total).toBeGreaterThanOrEqual(50_000)
  const journal = await committedEvents(pool)
  const published = await publishedEvents(brokers, prefix)
  expect(historyOf(published, journal)).toEqual({ repeated: 0, problems: [] })

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
})

it('keeps the order of transactions when their ids gain a digit', { timeout: 480_000 }, async () => {
  const { brokers, prefix, pool, owner } = ground
  const { rows } = await owner.query<{ xid: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xid')
  const power = 10 ** (rows[0]?.xid ?? '').length
  await advanceXids(owner, power - 20)
  for (let each = 0; each < 40; each++) await appendEvents(owner, 30)
  const journal = await committedEvents(pool)
  expect(journal.filter(({ xid }) => xid < BigInt(power)).length).toBeGreaterThan(100)
  expect(journal.filter(({ xid }) => xid >= BigInt(power)).length).toBeGreaterThan(100)
  ground.relay()
  await relayed(pool)
  // Then with a batch that ends just below the power, as when the relay is quicker than the writers.
  await appendEvents(owner, 30)
  await relayed(pool)
  expect(historyOf(await publishedEvents(brokers, prefix), await committedEvents(pool))).toEqual({ repeated: 0, problems: [] })
})

/** A watermark never claims a commit that is not in Kafka yet. */
import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectJournal } from '@/payroll/journal/relay/connection'
import { type CommitMarker, takeCommitMarker } from '@/payroll/journal/relay/journal'
import { committedEvents, runWriters } from '@/stack/test-runner/journal'
import { type OwnServers, ownServers } from '@/stack/test-runner/own-servers'
import { publishedEvents, publishedWatermarks, type RelayGround, relayed, relayGround } from '@/stack/test-runner/relay'

let servers: OwnServers
let ground: RelayGround

beforeAll(async () => {
  servers = await ownServers('postgres')
  ground = await relayGround(servers)
})
afterAll(async () => {
  await ground.close()
  await servers.end()
})

type Commit = { eventId: string; committedBy: bigint }
type Coverage = { untilUs: bigint; xid: bigint }

/** Takes one mark after the other, far more often than the relay does, until it is told to stop. */
function takeCommitMarkers(take: () => Promise<CommitMarker>): () => Promise<Coverage[]> {
  const claims: Coverage[] = []
  let isWanted = true
  const taking = (async () => {
    while (isWanted) claims.push(claimOf(await take()))
  })()
  return async () => {
    isWanted = false
    await taking
    return claims
  }
}

const claimOf = ({ at, xid }: CommitMarker): Coverage => ({ untilUs: BigInt(Date.parse(at)) * 1000n, xid })

/** A mark as it looks right and is not: the snapshot's end first, the clock after it. */
async function unsafeMark(pool: Pool): Promise<CommitMarker> {
  const end = await pool.query<{ xid: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xid')
  const clock = await pool.query<{ at: string }>(`SELECT iso_utc(date_trunc('milliseconds', clock_timestamp())) AS at`)
  return { at: clock.rows[0]?.at ?? '', xid: BigInt(end.rows[0]?.xid ?? '0') }
}

it('claims no commit that is not there, while writers commit without a pause', { timeout: 480_000 }, async () => {
  const { pool, brokers, prefix } = ground
  ground.relay()
  await expect.poll(() => publishedWatermarks(brokers, prefix).catch(() => []), { timeout: 20_000 }).not.toEqual([])
  const commits: Commit[] = []
  const connection = await connectJournal(ground.database.relayUrl, 'test')
  const stopUnsafe = takeCommitMarkers(() => unsafeMark(pool))
  const stopSafe = takeCommitMarkers(() => takeCommitMarker(connection))
  // A quick machine writes them all within a second or two, so it goes on until the relay has spoken often enough to be judged.
  do {
    await runWriters(pool, {
      writers: 8,
      events: 3_000,
      eventsPerTransaction: 1,
      holdMsMax: 0,
      rolledBackShare: 0.1,
      onCommit: (ids, committedBy) => commits.push(...ids.map((eventId) => ({ eventId, committedBy }))),
    })
  } while ((await publishedWatermarks(brokers, prefix)).length <= 4)
  const [unsafe, safe] = await Promise.all([stopUnsafe(), stopSafe()])
  await connection.end()
  await relayed(pool)

  const xids = new Map((await committedEvents(pool)).map(({ eventId, xid }) => [eventId, xid]))
  const unclaimed = ({ untilUs, xid }: Coverage) =>
    commits.filter(({ eventId, committedBy }) => committedBy < untilUs && (xids.get(eventId) ?? 0n) >= xid)
  expect(unsafe.filter((claim) => unclaimed(claim).length > 0).length, 'false claims of the simpler rule').toBeGreaterThan(0)
  expect(safe.length).toBeGreaterThan(100)
  expect(safe.filter((claim) => unclaimed(claim).length > 0)).toEqual([])

  const published = await publishedEvents(brokers, prefix)
  const places = new Map(published.map(({ eventId, position, partition }) => [eventId, { position, partition }]))
  const watermarks = await publishedWatermarks(brokers, prefix)
  expect(watermarks.length).toBeGreaterThan(3)
  for (const { coveredUntil, position, last, horizonXid } of watermarks) {
    const { untilUs, xid } = claimOf({ at: coveredUntil, xid: BigInt(horizonXid) })
    expect(unclaimed({ untilUs, xid })).toEqual([])
    const beyond = commits.filter(({ eventId, committedBy }) => {
      const place = places.get(eventId)
      const isThere = place && place.position <= BigInt(position) && place.position <= BigInt(last[place.partition] ?? '0')
      return committedBy < untilUs && !isThere
    })
    expect(beyond, `commits before ${coveredUntil} beyond position ${position}`).toEqual([])
  }
  const byTime = watermarks.map(({ coveredUntil }) => coveredUntil)
  expect(byTime).toEqual([...byTime].sort())
})

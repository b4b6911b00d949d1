/** A watermark never claims a commit that is not in Kafka yet. */
import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
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
type Claim = { untilUs: bigint; xid: bigint }

/** Marks as they look right and are not: the snapshot's end first, the clock after it. */
function unsafeMarks(pool: Pool) {
  const claims: Claim[] = []
  let isWanted = true
  const taking = (async () => {
    while (isWanted) {
      const end = await pool.query<{ xid: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xid')
      const clock = await pool.query<{ us: string }>('SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint::text AS us')
      claims.push({ untilUs: BigInt(clock.rows[0]?.us ?? '0'), xid: BigInt(end.rows[0]?.xid ?? '0') })
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })()
  return async () => {
    isWanted = false
    await taking
    return claims
  }
}

it('claims no commit that is not there, while writers commit without a pause', { timeout: 60_000 }, async () => {
  const { pool, brokers, prefix } = ground
  ground.relay()
  await expect.poll(() => publishedWatermarks(brokers, prefix).catch(() => []), { timeout: 20_000 }).not.toEqual([])
  const commits: Commit[] = []
  const stopUnsafe = unsafeMarks(pool)
  await runWriters(pool, {
    writers: 8,
    events: 6_000,
    eventsPerTransaction: 1,
    holdMsMax: 0,
    rolledBackShare: 0.1,
    onCommit: (ids, committedBy) => commits.push(...ids.map((eventId) => ({ eventId, committedBy }))),
  })
  const unsafe = await stopUnsafe()
  await relayed(pool)

  const xids = new Map((await committedEvents(pool)).map(({ eventId, xid }) => [eventId, xid]))
  const unclaimed = ({ untilUs, xid }: Claim) =>
    commits.filter(({ eventId, committedBy }) => committedBy < untilUs && (xids.get(eventId) ?? 0n) >= xid)
  expect(unsafe.filter((claim) => unclaimed(claim).length > 0).length, 'false claims of the simpler rule').toBeGreaterThan(0)

  const published = await publishedEvents(brokers, prefix)
  const places = new Map(published.map(({ eventId, position, partition }) => [eventId, { position, partition }]))
  const watermarks = await publishedWatermarks(brokers, prefix)
  expect(watermarks.length).toBeGreaterThan(3)
  for (const { coveredUntil, position, last, horizonXid } of watermarks) {
    const untilUs = BigInt(Date.parse(coveredUntil)) * 1000n
    expect(unclaimed({ untilUs, xid: BigInt(horizonXid) })).toEqual([])
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

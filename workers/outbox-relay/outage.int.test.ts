/** A store that goes away takes nothing with it: the relay waits, and goes on by itself within seconds of the store's return. */
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { pause } from '@/platform/retry'
import { appendEvents, committedEvents } from '@/stack/test-runner/journal'
import { type OwnServers, ownServers } from '@/stack/test-runner/own-servers'
import { historyOf, publishedEvents, type RelayGround, relayed, relayGround } from '@/stack/test-runner/relay'

let servers: OwnServers
let ground: RelayGround

beforeAll(async () => {
  servers = await ownServers('postgres', 'kafka')
})
beforeEach(async () => {
  ground = await relayGround(servers)
})
afterEach(() => ground.close())
afterAll(() => servers.end())

/** Appends ten events every 20 ms until stopped, whether it can or not. */
function keepAppending() {
  const stopping = new AbortController()
  const appending = (async () => {
    while (!stopping.signal.aborted) {
      await appendEvents(ground.pool, 10).catch(() => {})
      await pause(20, stopping.signal)
    }
  })()
  return async () => {
    stopping.abort()
    await appending
  }
}

const heartbeat = async () => {
  const { rows } = await ground.owner.query<{ position: number; detail: Record<string, unknown>; last_error: string | null }>(
    `SELECT position::int, detail, last_error FROM heartbeat WHERE process = 'outbox-relay'`,
  )
  return rows[0]
}
const until = (condition: () => unknown, timeout = 20_000) => expect.poll(condition, { timeout, interval: 50 })
const RECOVERS_WITHIN_MS = 15_000

it.each(['kafka', 'postgres'] as const)('goes on by itself after %s was killed under load', { timeout: 480_000 }, async (name) => {
  const child = ground.relay()
  const stop = keepAppending()
  await until(async () => (await heartbeat())?.position).toBeGreaterThan(100)
  await servers[name]?.kill9()
  await pause(1_000)
  await servers[name]?.start()
  const before = (await committedEvents(ground.pool)).length
  await until(async () => (await heartbeat())?.position, RECOVERS_WITHIN_MS).toBeGreaterThan(before)
  await stop()
  await relayed(ground.pool)
  expect(historyOf(await publishedEvents(ground.brokers, ground.prefix), await committedEvents(ground.pool)).problems).toEqual([])
  expect(child.isRunning(), 'the same process').toBe(true)
})

it('names the transaction in another database that holds it back, and relays at once when that ends', async () => {
  ground.relay()
  await appendEvents(ground.pool, 1)
  await relayed(ground.pool)
  const elsewhere = await servers.database()
  const holder = new Client({ connectionString: elsewhere.url, application_name: 'a long report' })
  await holder.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT pg_current_xact_id()')
  const { rows } = await holder.query<{ pid: number; name: string }>('SELECT pg_backend_pid() AS pid, current_database() AS name')
  await appendEvents(ground.pool, 5)
  await until(async () => (await heartbeat())?.detail.heldBack).toMatchObject({
    pid: rows[0]?.pid,
    database: rows[0]?.name,
    application: 'a long report',
  })
  expect((await heartbeat())?.position).toBe(1)
  await holder.query('COMMIT')
  await relayed(ground.pool, 5_000)
  await until(async () => (await heartbeat())?.detail.heldBack).toBeNull()
  await holder.end()
})

/** What heartbeats make of it: the time from a commit until the copy's process first said that it covers it, also past a stop of that process. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLog } from '@/platform/log'
import { type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { startHeartbeat } from './heartbeat'
import { forgetOldLatencies, readLatencies } from './latency'

let test: TestLedger
let owner: Client

beforeAll(async () => {
  test = await testLedger()
  owner = new Client({ connectionString: test.database.url })
  await owner.connect()
  await startedAgo('1 day')
})
afterAll(async () => {
  await owner.end()
  await test.close()
})

/** As if Postgres had been started so long ago. */
const startedAgo = (ago: string) =>
  owner.query(
    `CREATE OR REPLACE FUNCTION server_started_at() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT clock_timestamp() - interval '${ago}' $$`,
  )

const now = async (): Promise<Date> => (await owner.query<{ now: Date }>('SELECT clock_timestamp() AS now')).rows[0]?.now as Date

/** One beat of the process, as the role that it beats by, that covers everything up to so long ago. */
async function covers(process: 'search-projector' | 'finance-loader', agoMs: number | null, url = test.database.relayUrl): Promise<void> {
  const coveredUntil = agoMs === null ? null : new Date((await now()).getTime() - agoMs).toISOString()
  const read = () => ({ position: 1n, rate: 0, detail: { coveredUntil } })
  await startHeartbeat({ databaseUrl: url, process, version: '1', read, log: createLog('test', 'silent') }).stop()
}

/** What stands in the outbox is signed by its triggers; what a test plants in it is not. */
async function withoutRules(sql: string): Promise<void> {
  await owner.query('SET session_replication_role = replica')
  await owner.query(sql)
  await owner.query('SET session_replication_role = DEFAULT')
}

const counted = async (copy: string): Promise<number> =>
  (await owner.query<{ n: number }>('SELECT coalesce(sum(seconds), 0)::int AS n FROM change_latency WHERE copy = $1', [copy])).rows[0]?.n ??
  0

it('knows nothing before the second beat, and then each second once', async () => {
  expect(await readLatencies(test.ledger, await now())).toEqual({
    search: { hour: null, day: null, week: null },
    finance: { hour: null, day: null, week: null },
  })
  await covers('search-projector', null)
  await covers('search-projector', 600_000)
  expect(await counted('search')).toBe(0)
  await covers('search-projector', 2_000)
  expect(await counted('search')).toBeGreaterThanOrEqual(597)
  const seen = await counted('search')
  // The same again, a process that was started anew and covers nothing yet, and one that reads from the start.
  await covers('search-projector', 3_000)
  await covers('search-projector', null)
  await covers('search-projector', 400_000)
  expect(await counted('search')).toBe(seen)
  expect(seen).toBeLessThanOrEqual(602)
})

it('counts what waited while the process stood still with all of its wait', async () => {
  const { search, finance } = await readLatencies(test.ledger, await now())
  // Ten minutes that were covered all at once: half of them waited for five or more.
  expect(search.hour?.p50Ms).toBeGreaterThan(290_000)
  expect(search.hour?.p99Ms).toBeGreaterThan(580_000)
  expect(search.hour).toEqual(search.week)
  expect(finance.hour).toBeNull()
})

it('grows with what finance has not covered yet, by whichever role it beats', async () => {
  await covers('finance-loader', 3_000_000, test.database.appUrl)
  const { finance } = await readLatencies(test.ledger, await now())
  expect(finance.hour?.p999Ms).toBeGreaterThan(2_990_000)
  expect(finance.hour?.p50Ms).toBeGreaterThan(1_490_000)
})

it('does not count a night in which Postgres was stopped, but what was committed before it and waited', async () => {
  const before = await counted('finance')
  await startedAgo('20 seconds')
  // Fifty minutes were not covered. All but the last twenty seconds of them Postgres was down, but for what is recorded here, a second before it stopped.
  await withoutRules(`INSERT INTO outbox (era, event_id, aggregate_type, aggregate_id, version, type, event, actor, request_id, occurred_at, recorded_at)
    SELECT 1, gen_random_uuid(), 'audit', gen_random_uuid(), 1, 'audit.test', '{}', 'test', 'test', now(), now() - interval '40 minutes' FROM generate_series(1, 3)`)
  const waiting = await readLatencies(test.ledger, await now())
  expect(waiting.finance.hour?.p999Ms).toBeLessThan(40_000)
  await covers('finance-loader', 1_000, test.database.appUrl)
  const added = (await counted('finance')) - before
  expect(added).toBeGreaterThanOrEqual(19)
  expect(added).toBeLessThanOrEqual(25)
  const { finance } = await readLatencies(test.ledger, await now())
  expect(finance.hour?.p50Ms).toBeLessThan(30_000)
  expect(finance.hour?.p999Ms).toBeGreaterThan(2_390_000)
})

it('is forgotten after eight days', async () => {
  const at = await now()
  expect(await forgetOldLatencies(test.ledger, at)).toBe(0)
  expect(await forgetOldLatencies(test.ledger, new Date(at.getTime() + 9 * 86_400_000))).toBeGreaterThan(0)
  expect(await counted('search')).toBe(0)
})

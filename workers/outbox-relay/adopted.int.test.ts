/** A ledger that was loaded from a dump: its transaction ids begin anew, and the journal's lie in its future. Adopted, it is relayed whole and in order. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { adoptLedger } from '@/payroll/transmissions/adopt-ledger'
import { committedEvents } from '@/stack/test-runner/journal'
import { CSV, callOf, done, newLedger, PREPARER, submittedRun, type TestLedger } from '@/stack/test-runner/ledger'
import { type OwnServers, ownServers } from '@/stack/test-runner/own-servers'
import { until } from '@/stack/test-runner/processes'
import { historyOf, publishedEvents, type RelayGround, relayed, relayGround } from '@/stack/test-runner/relay'

let servers: OwnServers
let ground: RelayGround
let test: TestLedger

beforeAll(async () => {
  servers = await ownServers('postgres')
  ground = await relayGround(servers)
  test = await newLedger(ground.database, openLedger(ground.database.appUrl, 4))
}, 480_000)
afterAll(async () => {
  await ground?.close()
  await test?.ledger.$disconnect()
  await servers?.end()
})

it('is relayed in its new era from the first event on', { timeout: 300_000 }, async () => {
  const first = ground.relay()
  for (const euros of [2_301, 2_302, 2_303]) await submittedRun(test, CSV.replace('2300.00', `${euros}.00`), '2026-09')
  const before = await relayed(ground.pool)
  await first.stop()

  // What pg_restore leaves: the journal's ids as they were, in a database that has not come so far and is another one.
  await ground.owner.query(`SET session_replication_role = replica; UPDATE outbox SET xid = ((xid::text)::bigint + 1000000)::text::xid8;
    UPDATE relay_leader SET system_identifier = '7000000000000000000/5'; RESET session_replication_role`)
  const refusing = ground.relay()
  await until('the relay refuses it', async () => (await ground.pool.query('SELECT FROM history_stop')).rowCount === 1)
  await refusing.stop()

  const owner = openLedger(ground.database.url, 2)
  expect(done(await adoptLedger(owner, callOf(PREPARER), { files: [], areAll: true }, 'The disk is broken'))).toMatchObject({
    era: 2,
    held: 0,
  })
  await owner.$disconnect()
  await submittedRun(test, CSV.replace('2300.00', '2304.00'), '2026-09')
  ground.relay()
  await until('everything is planned and acknowledged', async () => {
    const { rows } = await ground.pool.query<{ done: boolean }>(`SELECT coalesce((SELECT max(last) FROM relay_batches
      WHERE era = 2 AND confirmed_at IS NOT NULL) = (SELECT count(*) FROM outbox), false) AS done`)
    return rows[0]?.done === true
  })
  const journal = await committedEvents(ground.pool)
  expect(journal.length).toBeGreaterThan(before)
  expect(historyOf(await publishedEvents(ground.brokers, ground.prefix, 2), journal)).toEqual({ repeated: 0, problems: [] })
  const { rows } =
    await ground.pool.query(`SELECT FROM (SELECT version, lag(version) OVER (PARTITION BY aggregate_id ORDER BY xid, seq) AS earlier
    FROM outbox) AS step WHERE earlier IS NOT NULL AND version <> earlier + 1`)
  expect(rows).toEqual([])
})

/** A transaction of ours that is idle is ended: it would hold its locks, and the relay, back for as long as its process is frozen. */
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHeartbeat } from '@/operations/heartbeat'
import { createLog } from '@/platform/log'
import { serversHaveTimers } from '@/stack/test-runner/clock'
import { type TestDatabase, testDatabase } from '@/stack/test-runner/database'
import { until } from '@/stack/test-runner/processes'
import { connectJournal } from '../journal/relay/connection'
import { openLedger } from './open-ledger'

const LIMIT = 'idle_in_transaction_session_timeout'
let database: TestDatabase
let owner: Client
beforeAll(async () => {
  database = await testDatabase()
  owner = new Client({ connectionString: database.url })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

const ROLES = [
  ['payledger_app', () => database.appUrl],
  ['payledger_relay', () => database.relayUrl],
] as const

async function connected(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  return client
}

describe.each(ROLES)('a connection as %s that sets no limit of its own', (role, url) => {
  it('has the limit of its role', async () => {
    const client = await connected(url())
    expect((await client.query(`SHOW ${LIMIT}`)).rows).toEqual([{ [LIMIT]: '1min' }])
    await client.end()
  })

  it.runIf(serversHaveTimers)('is ended once its transaction was idle for as long as its role allows, and lets its locks go', async () => {
    // In this database alone, so that nobody waits for a minute.
    await owner.query(`ALTER ROLE ${role} IN DATABASE ${owner.database} SET ${LIMIT} = '500ms'`)
    const client = await connected(url())
    await client.query('BEGIN')
    await client.query('LOCK TABLE heartbeat IN ROW EXCLUSIVE MODE')
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    await until('its session is gone', async () => {
      const found = await owner.query('SELECT FROM pg_stat_activity WHERE pid = $1', [rows[0]?.pid])
      return found.rowCount === 0
    })
    await expect(client.query('COMMIT')).rejects.toThrow()
    await client.end().catch(() => {})
  })
})

it('the ledger’s, the journal’s and the heartbeat’s connections have a limit whatever role they connect as', async () => {
  const ledger = openLedger(database.url, 1)
  expect(await ledger.$queryRaw`SELECT current_setting(${LIMIT}) AS limit`).toEqual([{ limit: '1min' }])
  await ledger.$disconnect()
  const journal = await connectJournal(database.url, 'a test')
  expect((await journal.query(`SHOW ${LIMIT}`)).rows).toEqual([{ [LIMIT]: '1min' }])
  await journal.end()

  // Its connection is its own: a trigger that notes the limit of who writes sees it.
  await owner.query(`CREATE TABLE seen_limit (of text); CREATE FUNCTION note_limit() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO seen_limit SELECT current_setting('${LIMIT}'); RETURN NEW; END $$;
    CREATE TRIGGER note_limit BEFORE INSERT ON heartbeat FOR EACH ROW EXECUTE FUNCTION note_limit()`)
  const content = { position: null, rate: null, detail: {} }
  const heartbeat = startHeartbeat({
    databaseUrl: database.url,
    process: 'a test',
    version: '1',
    read: () => content,
    log: createLog('test'),
  })
  await heartbeat.stop()
  expect((await owner.query('SELECT DISTINCT of FROM seen_limit')).rows).toEqual([{ of: '3s' }])
})

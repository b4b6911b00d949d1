/** The session that holds the relay back is ended by a person: that very transaction of our database, while it is the oldest of all, and nothing else. */
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { server } from '@/app/http/server'
import { connectJournal } from '@/payroll/journal/relay/connection'
import { findHolder, type Holder } from '@/payroll/journal/relay/journal'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { type TestDatabase, testEnv } from '@/stack/test-runner/database'
import { newLedger, type TestLedger } from '@/stack/test-runner/ledger'
import { type OwnServers, ownServers } from '@/stack/test-runner/own-servers'
import { People } from '@/stack/test-runner/people'
import { POST as end } from './ended-sessions/route'

type Problem = { id: string; detail?: string; found?: object }

let servers: OwnServers
let test: TestLedger
let people: People
const open: Client[] = []

beforeAll(async () => {
  servers = await ownServers('postgres')
  const database = await servers.database()
  test = await newLedger(database, openLedger(database.appUrl, 8))
  const env = testEnv(database)
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  people = new People(test.ledger, env)
  for (const person of ['operator', 'support'] as const) await people.add(person, person)
}, 240_000)
afterEach(async () => {
  for (const client of open.splice(0)) await client.end().catch(() => {})
})
afterAll(async () => {
  await server().ledger.$disconnect()
  await test.close()
  await servers.end()
}, 120_000)

/** Somebody's transaction that has an id and does nothing more; it is `seconds` old when this resolves. */
async function holder(url: string, seconds = 10.2): Promise<Client & { lost?: Error }> {
  const client: Client & { lost?: Error } = new Client({ connectionString: url, application_name: 'a long report' })
  client.on('error', (error) => (client.lost = error))
  await client.connect()
  open.push(client)
  await client.query('BEGIN')
  await client.query('SELECT pg_current_xact_id()')
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000))
  return client
}

/** As the relay finds it and tells it with its heartbeat. */
async function held(database: TestDatabase = test.database): Promise<Holder> {
  const journal = await connectJournal(database.relayUrl, 'a relay')
  const found = await findHolder(journal)
  await journal.end()
  if (!found) throw new Error('nothing holds the relay back')
  return found
}
type Meant = { pid: number; xid: string; backendStart: string; xactStart: string }
function meantOf({ pid, session }: Holder): Meant {
  if (!session) throw new Error('the relay may not see it')
  const { xid, backendStart, xactStart } = session
  return { pid, xid, backendStart, xactStart }
}
const ask = (meant: Meant, who = 'operator') => people.ask<Problem>(who, end, { body: { ...meant, reason: 'It blocks the relay.' } })
const acts = () => test.ledger.$queryRaw<{ type: string; event: string; reason: string }[]>`
  SELECT type, event, reason FROM outbox WHERE type LIKE 'audit.session-%' ORDER BY seq`

it('is ended with its work rolled back, once, and the journal says who ended what and why', { timeout: 60_000 }, async () => {
  const client = await holder(test.database.appUrl, 0)
  await client.query(`INSERT INTO heartbeat (process, version, beat_at) VALUES ('half done', '1', now())`)
  expect(await ask(meantOf(await held()))).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('younger than 10 seconds') },
  })
  await new Promise((resolve) => setTimeout(resolve, 10_200))
  const found = await held()
  expect(found.session).toMatchObject({ user: 'payledger_app', state: 'idle in transaction', isOurs: true })
  const meant = meantOf(found)
  expect((await ask(meant, 'support')).status).toBe(403)
  const again = { ...meant, backendStart: meant.xactStart }
  expect(await ask(again)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('has ended already') } })
  expect(client.lost).toBeUndefined()
  const answers = await Promise.all([ask(meant), ask(meant)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(answers.find(({ status }) => status === 200)?.body.found).toMatchObject({ user: 'payledger_app', application: 'a long report' })
  await expect.poll(() => client.lost?.message).toMatch(/terminat/)
  expect(await test.ledger.$queryRaw`SELECT FROM heartbeat WHERE process = 'half done'`).toEqual([])
  const told = (await acts()).filter(({ type }) => type === 'audit.session-ended')
  expect(told).toHaveLength(1)
  expect(told[0]?.reason).toBe('It blocks the relay.')
  expect(JSON.parse(told[0]?.event ?? '')).toMatchObject({
    data: { detail: { pid: meant.pid, application: 'a long report', user: 'payledger_app' } },
  })
  expect((await acts()).filter(({ type }) => type === 'audit.session-end-asked')).toHaveLength(4)
})

it('lives when another holds the relay back, when it is in another database, and when it is a superuser’s or the relay’s', {
  timeout: 120_000,
}, async () => {
  const elsewhere = await servers.database()
  const foreign = await holder(elsewhere.appUrl, 0)
  const foreignHolder = await held()
  expect(foreignHolder.session?.isOurs).toBe(false)
  const young = await holder(test.database.appUrl, 10.2)
  const { rows } = await young.query<Meant>(`SELECT pid, backend_xid::text AS xid,
    to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "backendStart",
    to_char(xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "xactStart" FROM pg_stat_activity WHERE pid = pg_backend_pid()`)
  expect((await ask(rows[0] as Meant)).body.detail).toContain('Another transaction holds the relay back now')
  expect((await ask(meantOf(foreignHolder))).body.detail).toContain('in another database')
  await foreign.query('ROLLBACK')
  await young.query('ROLLBACK')
  for (const [url, why] of [
    [test.database.url, 'a superuser’s'],
    [test.database.relayUrl, 'the relay’s own'],
  ] as const) {
    const client = await holder(url)
    expect((await ask(meantOf(await held()))).body.detail).toContain(why)
    await client.query('ROLLBACK')
    expect(client.lost).toBeUndefined()
  }
})

it('is ended by no other way: not by a wish that is not committed, not by raw SQL, and what came of it stays', async () => {
  const id = 'a0000000-0000-4000-8000-000000000001'
  const insert = `INSERT INTO session_end (id, pid, xid, backend_start, xact_start, reason, asked_by) VALUES ('${id}', 1, '1', now(), now(), 'x', 'y')`
  const run = (sql: string) => test.ledger.$executeRawUnsafe(sql)
  const atOnce = test.ledger.$transaction([run(insert), test.ledger.$queryRawUnsafe(`SELECT outcome FROM end_session('${id}')`)] as never)
  await expect(atOnce).rejects.toThrow(/committed first/)
  await expect(
    run(`INSERT INTO session_end (id, pid, xid, backend_start, xact_start, reason, asked_by, asked_at)
    VALUES (uuidv7(), 1, '1', now(), now(), 'x', 'y', now() - interval '1 s')`),
  ).rejects.toThrow(/permission denied/)
  await expect(run(`UPDATE session_end SET outcome = 'ended'`)).rejects.toThrow(/permission denied/)
  await expect(run('DELETE FROM session_end')).rejects.toThrow(/permission denied/)
  await expect(run(`SELECT end_session('b0000000-0000-4000-8000-000000000001')`)).rejects.toThrow(/nobody asked/)
  const relay = new Client({ connectionString: test.database.relayUrl })
  await relay.connect()
  open.push(relay)
  await expect(relay.query(`SELECT end_session('${id}')`)).rejects.toThrow(/permission denied/)
  const owner = openLedger(test.database.url, 1)
  await run(insert)
  await run(`SELECT end_session('${id}')`)
  await expect(owner.$executeRaw`UPDATE session_end SET outcome = 'gone', decided_at = now()`).rejects.toThrow(/do not change/)
  const [role] = await owner.$queryRaw<{ may: boolean; login: boolean; owner: string }[]>`
    SELECT pg_has_role('payledger_app', 'pg_signal_backend', 'MEMBER') AS may, ender.rolcanlogin AS login, ender.rolname AS owner
    FROM pg_proc JOIN pg_roles ender ON ender.oid = proowner WHERE proname = 'end_session'`
  expect(role).toEqual({ may: false, login: false, owner: 'payledger_sessions' })
  await owner.$disconnect()
})

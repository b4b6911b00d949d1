/** A month as two people close it: refused while something is red, closed by another than who prepared it, reopened by two, and held by the database. */
import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { server } from '@/app/http/server'
import { makeClosePack } from '@/desks/months/make-pack'
import type { MonthView } from '@/desks/months/read-month'
import { knownIn, type Restatement } from '@/desks/months/restatements'
import { buildMarts } from '@/finance/build-marts'
import { verifyClose } from '@/finance/close/verify-close'
import { openLanding } from '@/finance/landing/landing'
import { publish } from '@/finance/publish'
import { type Close, listCloses, readClose, readTold } from '@/payroll/months/closes'
import { machineClock } from '@/stack/test-runner/clock'
import { type Closing, closing } from '@/stack/test-runner/closing'
import { draftRun } from '@/stack/test-runner/ledger'
import { testProcesses, until } from '@/stack/test-runner/processes'
import { serviceOf } from '@/stack/test-runner/service'
import { POST as close } from './closes/[id]/closings/route'
import { GET as file } from './closes/[id]/files/route'
import { POST as reopen } from './closes/[id]/reopenings/route'
import { GET as restatement } from './closes/[id]/restatement/route'
import { POST as withdraw } from './closes/[id]/withdrawals/route'
import { POST as explain } from './months/[id]/explanations/route'
import { POST as prepare } from './months/[id]/preparations/route'
import { GET as read } from './months/[id]/route'
import { POST as setPosting } from './posting-accounts/[id]/route'
import { POST as confirm } from './reopenings/[id]/confirmations/route'
import { POST as refuse } from './reopenings/[id]/refusals/route'

type Changed = { id: string; version: number; state: string; detail?: string }

let world: Closing
let owner: Client
const processes = testProcesses()
const END = 2n * 12n * 4n + 4n

beforeAll(async () => {
  world = await closing({ openLanding, buildMarts, publish })
  for (const [name, value] of Object.entries(world.env)) vi.stubEnv(name, value)
  owner = new Client({ connectionString: world.test.database.url })
  await owner.connect()
})
afterEach(() => processes.stopAll())
afterAll(async () => {
  await owner.end()
  await server().ledger.$disconnect()
  await world.test.close()
})

const month = async (of: string) => (await world.people.ask<MonthView>('first', read, { method: 'GET', id: of })).body
const red = async (of: string) => (await month(of)).checklist.filter(({ state }) => state === 'red').map(({ key }) => key)
const prepared = (who: string, of: string) => world.people.ask<Changed>(who, prepare, { id: of })
const closed = (who: string, { id, version }: Pick<Close, 'id' | 'version'>) => world.people.ask<Changed>(who, close, { id, version })
const pack = (closeId: string) =>
  makeClosePack({ ledger: world.test.ledger, financeDir: world.dir }, { closeId, requestId: 'test' }, machineClock())
const now = async (id: string) => (await readClose(world.test.ledger, id)) as Close
const refused = (sql: string, ...values: unknown[]) => expect(owner.query(sql, values)).rejects

/** Prepared by the first, closed by the second. */
async function closeOf(of: string): Promise<Close> {
  const { body } = await prepared('first', of)
  await pack(body.id)
  const kept = await now(body.id)
  await world.compared(BigInt(kept.position))
  expect(await closed('second', kept)).toMatchObject({ status: 200, body: { state: 'closed' } })
  return now(body.id)
}

it('is refused before it has ended, and while there are no figures of it', async () => {
  expect((await prepared('first', '2099-01')).body.detail).toMatch(
    /January 2099 cannot be prepared yet. January 2099 ends at 2099-01-31T23:00:00/,
  )
  expect(await prepared('first', '2026-01')).toMatchObject({
    status: 409,
    body: { detail: 'January 2026 cannot be prepared yet. There are no figures that can be read at the moment.' },
  })
  expect(await red('2026-01')).toEqual(['covered'])
  await world.published(END)
  expect(await red('2026-01')).toEqual([])
})

it('is prepared once by two at once, and not closed before its pack and its comparison are there', async () => {
  const both = await Promise.all([prepared('first', '2026-01'), prepared('second', '2026-01')])
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  const [kept] = (await month('2026-01')).closes
  const other = kept?.preparedBy === 'first' ? 'second' : 'first'
  expect((await closed(other, kept as Close)).body.detail).toMatch(/pack is still being made/)
  await pack(kept?.id ?? '')
  const { version, packHash } = await now(kept?.id ?? '')
  expect(packHash).toMatch(/^[0-9a-f]{64}$/)
  expect((await closed(other, { id: kept?.id ?? '', version })).body.detail).toMatch(
    /cannot be closed yet. The stores are being compared in full/,
  )
  expect((await world.people.ask(other, withdraw, { id: kept?.id ?? '', version, body: { reason: 'begun too early' } })).status).toBe(200)
  expect((await month('2026-01')).current).toBeNull()
})

it('is closed by another than who prepared it, once, on files that the landing makes again', async () => {
  const { body } = await prepared('first', '2026-01')
  await pack(body.id)
  await world.compared(END)
  const kept = await now(body.id)
  expect((await closed('first', kept)).body).toMatchObject({
    detail: 'You prepared this month, so someone else must close it.',
  })
  const both = await Promise.all([closed('second', kept), closed('third', kept)])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  const told = await readTold(world.test.ledger, body.id)
  expect(await verifyClose(world.dir, '2026-01', body.id, told)).toMatchObject({ equal: true, differences: [], hash: kept.packHash })
  const acts = await world.test.ledger.$queryRaw<{ type: string }[]>`
    SELECT type FROM outbox WHERE event::json #>> '{data,about,id}' = ${body.id} ORDER BY xid, seq`
  expect(acts.map(({ type }) => type)).toEqual(['audit.month-prepared', 'audit.month-packed', 'audit.month-closed'])
})

it('the database holds it against raw SQL', async () => {
  const [kept] = (await month('2026-01')).closes
  const id = kept?.id
  await refused('DELETE FROM month_close').toThrow(/never deleted/)
  await refused('TRUNCATE month_close CASCADE').toThrow(/never deleted/)
  await refused("UPDATE month_close SET state = 'reopened', version = version + 1 WHERE id = $1", id).toThrow(/two people reopen it/)
  await refused("UPDATE month_close SET told = '{}', version = version + 1 WHERE id = $1", id).toThrow(/does not change/)
  await refused("UPDATE month_close SET closed_by = 'x', version = version + 1 WHERE id = $1", id).toThrow(/does not change/)
  await refused(INSERTED, '2099-01', 'first').toThrow(/has not ended/)
  const { rows } = await owner.query<{ id: string }>(INSERTED, ['2026-02', 'first'])
  const february = rows[0]?.id
  const signed = "UPDATE month_close SET state = 'closed', version = version + 1, closed_by = $2, closed_at = now() WHERE id = $1"
  await refused(signed, february, 'second').toThrow(/month_close_packed/)
  await owner.query("UPDATE month_close SET pack_hash = repeat('a', 64), packed_at = now(), version = version + 1 WHERE id = $1", [
    february,
  ])
  await refused(signed, february, 'first').toThrow(/month_close_two_people/)
  await refused(signed, february, await serviceOf(world.test.ledger, 'Nightly close', ['finance'])).toThrow(/a service decides nothing/)
  await owner.query(
    "INSERT INTO month_explanation (month, round, item, subject, found, reason, explained_by, explained_at) VALUES ('2026-02', 0, 'runs', 'x', 'y', 'z', 'second', now())",
  )
  await refused(signed, february, 'second').toThrow(/who explained a part of it does not close it/)
  await refused("UPDATE month_explanation SET reason = 'w'").toThrow(/never deleted or rewritten/)
  await owner.query(
    "INSERT INTO mismatch (store, kind, subject, cause, fields, fields_hash, tier, position, comparison_id) VALUES ('finance', 'payout', 'p', 'altered', '[]', 'h', 'deep', 1, $1)",
    [randomUUID()],
  )
  await refused(signed, february, 'third').toThrow(/difference between the stores is open/)
  expect(await red('2026-02')).toEqual(['mismatches'])
  await owner.query("UPDATE mismatch SET state = 'repaired', version = 2")
  await owner.query(
    "UPDATE month_close SET state = 'withdrawn', version = version + 1, withdrawn_by = 'first', withdrawn_at = now(), withdrawn_reason = 'a test' WHERE id = $1",
    [february],
  )
})

const INSERTED = `INSERT INTO month_close (id, month, round, era, position, covered_until, told, prepared_by, prepared_at)
  VALUES (gen_random_uuid(), $1, 0, 1, 1, now(), '{}', $2, now()) RETURNING id`

it('is reopened by two, the latest first, and what was closed stays', async () => {
  const january = (await month('2026-01')).closes.find(({ state }) => state === 'closed') as Close
  expect((await prepared('first', '2025-12')).body.detail).toMatch(/January 2026 is closed already. Reopen it first./)
  expect((await prepared('first', '2026-03')).body.detail).toMatch(/February 2026 is not closed yet/)
  const february = await closeOf('2026-02')
  const ask = (who: string, each: Close) =>
    world.people.ask<{ id: string; detail: string }>(who, reopen, {
      id: each.id,
      version: each.version,
      body: { reason: 'a late bank file' },
    })
  expect((await ask('first', january)).body.detail).toBe('February 2026 is closed. Reopen the latest month first.')
  const first = await ask('first', february)
  expect((await ask('second', february)).status).toBe(409)
  const decide = (who: string, how: typeof confirm, id: string) => world.people.ask<{ state: string }>(who, how, { id })
  expect((await decide('first', confirm, first.body.id)).status).toBe(403)
  await refused("UPDATE month_reopening SET state = 'done', decided_by = asked_by, decided_at = now()").toThrow(/two_people/)
  expect(await decide('second', refuse, first.body.id)).toMatchObject({ body: { state: 'refused' } })
  const second = await ask('first', february)
  expect(await decide('second', confirm, second.body.id)).toMatchObject({ status: 200, body: { state: 'done' } })
  const again = await closeOf('2026-02')
  const [newest, before] = await listCloses(world.test.ledger, '2026-02')
  expect([newest?.id, newest?.round, before?.id, before?.state]).toEqual([again.id, 1, february.id, 'reopened'])
  expect(await verifyClose(world.dir, '2026-02', february.id)).toMatchObject({ equal: true, hash: february.packHash })
})

it('a damaged file is named, not given out, and made again', async () => {
  const kept = (await month('2026-01')).closes.find(({ state }) => state === 'closed') as Close
  const path = join(world.dir, 'closes', '2026-01', kept.id, 'journal.csv')
  appendFileSync(path, 'mine')
  expect((await month('2026-01')).closes.find(({ id }) => id === kept.id)?.damaged).toEqual(['journal.csv'])
  const asked = await world.people.ask<{ detail: string }>('first', file, { method: 'GET', id: kept.id, query: '?name=journal.csv' })
  expect(asked).toMatchObject({ status: 409, body: { detail: expect.stringContaining('is damaged') } })
  await pack(kept.id)
  expect((await month('2026-01')).closes.find(({ id }) => id === kept.id)?.damaged).toEqual([])
})

it('later events do not change the pack, and are told beside the close and in the month they became known', async () => {
  const kept = (await month('2026-02')).closes.find(({ state }) => state === 'closed') as Close
  const said = async () => (await world.people.ask<Restatement>('first', restatement, { method: 'GET', id: kept.id })).body
  expect((await said()).lines).toEqual([])
  const settled = world.events
    .filter(({ value }) => /"type":"payout.settled"/.test(value.toString()) && value.toString().includes('"2026-02'))
    .at(-1)
  const later = JSON.parse(settled?.value.toString() ?? '')
  const payout = { ...later.data.payout, version: 5, feeMinor: `${Number(later.data.payout.feeMinor) + 7}` }
  const value = Buffer.from(JSON.stringify({ ...later, id: randomUUID(), sequence: '5', data: { ...later.data, payout } }))
  const previous = world.events.filter(({ partition }) => partition === settled?.partition).at(-1)?.position ?? 0n
  world.events.push({ ...(settled as (typeof world.events)[number]), value, position: END + 1n, previous, offset: '9999' })
  await world.published(END + 1n)
  const { lines, changes } = await said()
  expect(lines).toEqual([
    { company: 'TSB', corridor: payout.corridor, currency: payout.currency, kind: 'fee', payouts: 1, ...sums(lines[0]) },
  ])
  expect(Number(lines[0]?.nowMinor) - Number(lines[0]?.wasMinor)).toBe(7)
  expect(changes).toMatchObject([{ payoutId: payout.id, kind: 'fee' }])
  expect((await verifyClose(world.dir, '2026-02', kept.id)).equal).toBe(true)
  // The payout is in no ledger of this test, so nobody knows when it became known.
  expect(await knownIn({ ledger: world.test.ledger, financeDir: world.dir }, '2026-11')).toEqual([])
})

const sums = (line: { wasMinor: string; nowMinor: string } | undefined) => ({ wasMinor: line?.wasMinor, nowMinor: line?.nowMinor })

it('a payroll that is not settled is explained with a reason, as it is found and no other, and not closed by who explained it', async () => {
  const draft = await draftRun(world.test)
  if (!draft.result.ok) throw new Error('no draft')
  await owner.query('SET session_replication_role = replica')
  await owner.query("UPDATE payroll_run SET pay_date = '2026-03-20'")
  await owner.query('SET session_replication_role = DEFAULT')
  expect(await red('2026-03')).toEqual(['runs'])
  const runId = draft.result.value.id
  const say = (subjects: string[]) =>
    world.people.ask<{ detail: string }>('second', explain, {
      id: '2026-03',
      body: { item: 'runs', subjects, reason: 'It is paid in April.' },
    })
  expect((await say([randomUUID()])).status).toBe(409)
  expect((await say([runId])).status).toBe(200)
  expect((await month('2026-03')).checklist.find(({ key }) => key === 'runs')).toMatchObject({ state: 'explained' })
  const { body } = await prepared('first', '2026-03')
  expect((await say([runId])).body.detail).toMatch(/is prepared/)
  await pack(body.id)
  await world.compared(END + 1n)
  const kept = await now(body.id)
  expect((await closed('second', kept)).body.detail).toBe('You explained a part of this month, so someone else must close it.')
  await owner.query('SET session_replication_role = replica')
  await owner.query("UPDATE payroll_run SET status = 'submitted', submitted_by = 'x', seal = repeat('a', 64)")
  await owner.query('SET session_replication_role = DEFAULT')
  expect((await closed('third', kept)).body.detail).toMatch(/1 payroll is not settled/)
  await owner.query('SET session_replication_role = replica')
  await owner.query("UPDATE payroll_run SET status = 'draft'")
  await owner.query('SET session_replication_role = DEFAULT')
  expect((await closed('third', kept)).status).toBe(200)
  expect(JSON.parse((await readTold(world.test.ledger, body.id)) ?? '').explanations).toMatchObject([
    { reason: 'It is paid in April.', by: 'second' },
  ])
})

it('account codes are set for closes from then on, by version', async () => {
  const { rows } = await owner.query<{ id: string }>("SELECT id FROM company WHERE code = 'TSA'")
  const ask = (version: number, wages: string) =>
    world.people.ask<{ version: number }>('first', setPosting, {
      ...{ id: rows[0]?.id ?? '', version },
      body: { wages, bank: '1800', fees: '6855', consultant: 29098, client: 55 },
    })
  expect(await ask(0, '3720')).toMatchObject({ status: 200, body: { version: 1 } })
  expect((await ask(0, '3720')).status).toBe(412)
  expect((await ask(1, '37200')).status).toBe(422)
  await refused("UPDATE posting_account SET bank = '9999'").toThrow(/never deleted or rewritten/)
})

it('a process that is killed while it makes the pack is followed by another, and a disk that does not take it is said', async () => {
  const folder = join(world.dir, 'closes', '2026-04')
  writeFileSync(folder, 'no folder')
  const { body } = await prepared('first', '2026-04')
  const killed = processes.start('jobs', world.env)
  await until('it is said why', async () => (await now(body.id)).packFailure !== null)
  await processes.kill(killed, 'SIGKILL')
  rmSync(folder)
  mkdirSync(folder)
  processes.start('jobs', world.env)
  await until('the pack is made', async () => (await now(body.id)).packHash !== null)
  expect(await now(body.id)).toMatchObject({ packFailure: null, state: 'prepared' })
  expect((await verifyClose(world.dir, '2026-04', body.id)).equal).toBe(true)
})

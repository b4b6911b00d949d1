/** If one of these fails, a service decides what takes a person, or somebody approves through one what they prepared themselves. */
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Actor } from '@/events/envelope'
import { approveRun } from '@/payroll/runs/approve-run'
import { listRuns } from '@/payroll/runs/list-runs'
import { readRun } from '@/payroll/runs/run'
import { submitRun } from '@/payroll/runs/submit-run'
import type { SetUpChange } from '@/payroll/set-up/change'
import { changeSetUp } from '@/payroll/set-up/change-set-up'
import { readSetUpCompany } from '@/payroll/set-up/companies'
import { deactivatePerson } from '@/payroll/set-up/deactivate-person'
import { confirmSetUpChange } from '@/payroll/set-up/decide-change'
import { readSetUpHistory } from '@/payroll/set-up/history'
import { readPerson } from '@/payroll/set-up/people'
import { planRelease } from '@/payroll/transmissions/plan-release'
import { TEST_NOW, testClock } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { AGAIN, CSV, callOf, done, draftRun, gatewayCall, refused, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { People } from '@/stack/test-runner/people'
import type { Handler } from '../http/contract'
import { server } from '../http/server'
import { POST as hold } from './payouts/[id]/holds/route'
import { POST as approve } from './payroll-runs/[id]/approvals/route'
import { GET as readRunRoute } from './payroll-runs/[id]/route'
import { GET as session } from './session/route'
import { POST as change } from './set-up/changes/route'
import { POST as make } from './set-up/people/[id]/api-keys/route'

let test: TestLedger
let people: People
/** The database as the app's own role asks it, past every command. */
let app: Client
const ids: Record<string, string> = {}

beforeAll(async () => {
  test = await testLedger()
  const env = testEnv(test.database)
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  app = new Client({ connectionString: test.database.appUrl })
  await app.connect()
  people = new People(test.ledger, env)
  for (const name of ['first', 'second'] as const) ids[name] = await people.add(name, 'admin')
  for (const name of ['coordinator', 'other'] as const) ids[name] = await people.add(name, 'coordinator')
  // An administrator who may approve as well: whom this is about.
  await asOwner(`UPDATE app_user SET roles = '{admin,coordinator}' WHERE id = '${ids.first}'`)
}, 480_000)
afterAll(async () => {
  await app.end()
  await server().ledger.$disconnect()
  await test.close()
})

/** As whoever works on the machine: for what the tests begin with. */
async function asOwner(sql: string): Promise<void> {
  const owner = new Client({ connectionString: test.database.url })
  await owner.connect()
  await owner.query(`SELECT set_config('payledger.local_command', 'a test', false)`)
  await owner.query(sql)
  await owner.end()
}

const actor = (name: string): Actor => ({ kind: 'user', id: ids[name] ?? name, name })
const asked = (by: string, wanted: SetUpChange) => changeSetUp(test.ledger, callOf(actor(by)), wanted, null)
const service = (name: string, roles: string[], companies: string[] = []): SetUpChange => ({ kind: 'service', name, roles, companies })

/** Proposed by the first administrator and confirmed by the second. @returns its id. */
async function added(name: string, roles = ['coordinator'], companies: string[] = []): Promise<string> {
  const { changeId } = done(await asked('first', service(name, roles, companies)))
  const id = done(await confirmSetUpChange(test.ledger, callOf(actor('second')), changeId ?? '', 1)).userId ?? ''
  ids[name] = id
  return id
}

type Made = { id: string; token: string }
const keyOf = async (by: string, id: string, permissions = ['runs:read', 'runs:prepare'], companies: string[] = []) =>
  people.ask<Made & { detail?: string }>(by, make, { id, body: { name: 'a program', permissions, companies, days: 1 } })

async function by(token: string, handler: Handler, { id, body, version }: { id?: string; body?: unknown; version?: number } = {}) {
  const headers: Record<string, string> = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() }
  if (version !== undefined) headers['if-match'] = `"${version}"`
  if (body !== undefined) headers['content-type'] = 'application/json'
  const method = body === undefined ? 'GET' : 'POST'
  const request = new Request('http://127.0.0.1:3000/api/asked', {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const response = await handler(request, { params: Promise.resolve(id === undefined ? {} : { id }) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

let stamp = 0
/** A run of which the service made the draft, and the coordinator submitted it, unless said otherwise. */
async function preparedBy(name: string, submitter = 'coordinator'): Promise<{ id: string; seal: string }> {
  stamp += 1
  const { id } = done(await draftRun(test, CSV.replaceAll('.00', `.${String(stamp).padStart(2, '0')}`), '2026-11', callOf(actor(name))))
  const { seal } = done(await submitRun(test.ledger, callOf(actor(submitter)), id, 1, AGAIN))
  return { id, seal: seal ?? '' }
}
const approvedBy = (name: string, { id, seal }: { id: string; seal: string }) =>
  approveRun(test.ledger, callOf(actor(name)), id, 2, seal, AGAIN)
const rawly = (who: string, id: string) =>
  app.query(`UPDATE payroll_run SET status = 'approved', version = version + 1, approved_by = $1, approved_at = now() WHERE id = $2`, [
    ids[who],
    id,
  ])

describe('a service', () => {
  it('that may prepare is let in by two administrators, another by one, and none as an administrator or under a name twice', async () => {
    const { changeId } = done(await asked('first', service('Nightly import', ['coordinator'])))
    expect(changeId).not.toBeNull()
    expect(refused(await confirmSetUpChange(test.ledger, callOf(actor('first')), changeId ?? '', 1))).toBe('four-eyes')
    ids['Nightly import'] = done(await confirmSetUpChange(test.ledger, callOf(actor('second')), changeId ?? '', 1)).userId ?? ''
    expect(done(await asked('first', service('Wallboard', ['operator'])))).toMatchObject({ changeId: null })
    expect(refused(await asked('first', service('Root', ['admin'])))).toBe('field')
    expect(refused(await asked('first', service('nightly IMPORT', ['support'])))).toBe('field')
    expect(await readPerson(test.ledger, ids['Nightly import'] ?? '', testClock())).toMatchObject({
      kind: 'service',
      state: 'active',
      link: null,
    })
  })

  it('is no second person for a company, has no password, link or session, and stays a service', async () => {
    const id = ids['Nightly import'] ?? ''
    expect(await readSetUpCompany(test.ledger, test.companyId)).toMatchObject({ approvers: 3 })
    expect(refused(await asked('first', { kind: 'reset', userId: id }))).toBe('unsuited')
    for (const sql of [
      `INSERT INTO app_session (id, user_id, token, expires_at) VALUES ('s', '${id}', 's', now() + interval '1 hour')`,
      `INSERT INTO app_account (id, user_id, account_id, provider_id, password) VALUES ('a', '${id}', '${id}', 'credential', 'x')`,
      `INSERT INTO app_two_factor (id, user_id, secret, backup_codes) VALUES ('t', '${id}', 'x', 'x')`,
      `INSERT INTO sign_in_link (purpose, user_id, made_at, expires_at) VALUES ('reset', '${id}', now(), now() + interval '1 hour')`,
    ])
      await expect(app.query(sql), sql).rejects.toThrow('it cannot sign in')
    await expect(app.query(`UPDATE app_user SET kind = 'person', email = 'a@b.test' WHERE id = $1`, [id])).rejects.toThrow(
      'does not become',
    )
    await expect(app.query(`UPDATE app_user SET kind = 'service' WHERE id = $1`, [ids.other])).rejects.toThrow('does not become')
    await expect(app.query(`UPDATE app_user SET roles = '{admin}' WHERE id = $1`, [id])).rejects.toThrow()
  })

  it('does by its key what it was given and no more, and nothing that takes a person, whatever its roles', async () => {
    const id = ids['Nightly import'] ?? ''
    for (const permission of [
      'runs:approve',
      'bank-files:answer',
      'bank-files:apply',
      'findings:resolve',
      'payouts:hold',
      'set-up:change',
      'finance:read',
    ])
      expect([permission, (await keyOf('first', id, [permission])).status]).toEqual([permission, 422])
    const narrow = await keyOf('first', id, ['runs:read'])
    expect(narrow.status).toBe(201)
    expect((await by(narrow.body.token, session)).body).toMatchObject({ name: 'Nightly import', permissions: ['runs:read'], byKey: true })
    const run = await preparedBy('coordinator', 'other')
    expect((await by(narrow.body.token, readRunRoute, { id: run.id })).status).toBe(200)
    expect((await by(narrow.body.token, approve, { id: run.id, body: { seal: run.seal }, version: 2 })).status).toBe(403)
    expect((await by(narrow.body.token, hold, { id: randomUUID(), body: { reason: 'a test' }, version: 1 })).status).toBe(403)
    expect((await by(narrow.body.token, change, { body: { kind: 'company-reopening', companyId: test.companyId } })).status).toBe(403)
    for (const permissions of ['{runs:approve}', '{runs:read,bank-files:apply}'])
      await expect(
        app.query(
          `INSERT INTO api_key (user_id, name, secret_hash, permissions, created_at, expires_at, made_by) VALUES ($1, 'x', repeat('0', 64), $2, now(), now() + interval '1 day', $3)`,
          [id, permissions, ids.first],
        ),
      ).rejects.toThrow('decides nothing')
  })

  it('gets its keys from administrators in a browser alone, and nobody makes one for another person', async () => {
    const id = ids['Nightly import'] ?? ''
    expect((await keyOf('coordinator', id)).status).toBe(403)
    expect((await keyOf('first', ids.other ?? '')).status).toBe(404)
    const insert = (user: string | undefined, maker: string | null | undefined) =>
      app.query(
        `INSERT INTO api_key (user_id, name, secret_hash, permissions, created_at, expires_at, made_by) VALUES ($1, 'x', repeat('0', 64), '{runs:read}', now(), now() + interval '1 day', $2)`,
        [user, maker],
      )
    await expect(insert(id, null)).rejects.toThrow('an administrator makes it')
    await expect(insert(id, ids.coordinator)).rejects.toThrow('an administrator makes it')
    await expect(insert(ids.other, ids.first)).rejects.toThrow('for another person')
    await expect(app.query(`UPDATE api_key SET made_by = $1 WHERE user_id = $2`, [ids.second, id])).rejects.toThrow('never changed')
    expect((await readSetUpHistory(test.ledger, id)).map(({ act, by: who }) => `${who.name} ${act}`)).toContain('first audit.api-key-made')
  })

  it('of some companies reads nothing of the others, also by a key that names none', async () => {
    const { body } = await keyOf('second', await added('Elsewhere', ['coordinator'], [await anotherCompany()]))
    expect((await by(body.token, session)).body).toMatchObject({ companies: [expect.any(String)] })
    const run = await preparedBy('coordinator', 'other')
    expect((await by(body.token, readRunRoute, { id: run.id })).status).toBe(404)
  })
})

async function anotherCompany(): Promise<string> {
  const id = randomUUID()
  await asOwner(
    `INSERT INTO company (id, code, name, country, bank_profile_id) SELECT '${id}', 'ELSE', 'Elsewhere', country, bank_profile_id FROM company WHERE id = '${test.companyId}'`,
  )
  return id
}

describe('one person alone', () => {
  it('does not approve what a service prepared whose key they made, by any way; another person does', async () => {
    expect((await keyOf('first', await added('Importer'))).status).toBe(201)
    const run = await preparedBy('Importer')
    expect(refused(await approvedBy('first', run))).toBe('four-eyes')
    await expect(rawly('first', run.id)).rejects.toThrow('made a key of the service')
    expect(await readRun(test.ledger, { userId: ids.first ?? '', companies: null }, run.id)).toMatchObject({ handIn: 'made-key' })
    const inbox = async (who: string) =>
      (
        await listRuns(
          test.ledger,
          { userId: ids[who] ?? '', companies: null },
          { inbox: 'needs-my-approval', find: null, sort: 'newest', cursor: null },
          TEST_NOW,
        )
      ).rows.some(({ id }) => id === run.id)
    expect([await inbox('first'), await inbox('other')]).toEqual([false, true])
    done(await approvedBy('other', run))
  })

  it('nor when the service only submitted it, nor after the key has been revoked and dated back', async () => {
    const id = await added('Submitter')
    const { body } = await keyOf('first', id)
    const run = await preparedBy('coordinator', 'Submitter')
    await app.query(`UPDATE api_key SET revoked_at = '2020-01-01' WHERE id = $1`, [body.id])
    expect(refused(await approvedBy('first', run))).toBe('four-eyes')
    await expect(rawly('first', run.id)).rejects.toThrow('made a key of the service')
    await expect(app.query('DELETE FROM api_key WHERE id = $1', [body.id])).rejects.toThrow('permission denied')
    done(await approvedBy('other', run))
  })

  it('lets no service approve, confirm or answer, past every command', async () => {
    const run = await preparedBy('coordinator', 'other')
    await expect(rawly('Importer', run.id)).rejects.toThrow('a service approves nothing')
    const changed = app.query(
      `INSERT INTO set_up_change (kind, subject, change, proposed_by, proposed_at) VALUES ('reset', $1, '{}', $2, now())`,
      [ids.other, ids.Importer],
    )
    await expect(changed).rejects.toThrow('an administrator proposes')
    const proposed = app.query(
      `INSERT INTO bank_file_proposal (id, file_name, sha256, reason, proposed_by, proposed_at, run_ids) VALUES (uuidv7(), 'f', repeat('0', 64), 'why', $1, now(), '{}')`,
      [ids.Importer],
    )
    await expect(proposed).rejects.toThrow('a service decides nothing')
  })

  it('has a run that was approved before settle, whatever keys its approver makes later', async () => {
    const id = await added('Later')
    expect((await keyOf('second', id)).status).toBe(201)
    const run = await preparedBy('Later')
    done(await approvedBy('first', run))
    expect((await keyOf('first', id)).status).toBe(201)
    expect(done(await planRelease(test.ledger, gatewayCall(), run.id)).messages.length).toBeGreaterThan(0)
  })
})

it('a service that is deactivated is refused at once, and has to be given another key when it is back', async () => {
  const id = await added('Leaver')
  const { body } = await keyOf('first', id)
  expect((await by(body.token, session)).status).toBe(200)
  const version = (await readPerson(test.ledger, id, testClock()))?.version ?? 0
  done(await deactivatePerson(test.ledger, callOf(actor('second')), id, version, 'no longer used'))
  expect((await by(body.token, session)).status).toBe(401)
  expect((await keyOf('first', id)).status).toBe(409)
  const { changeId } = done(await asked('first', { kind: 'reactivation', userId: id }))
  done(await confirmSetUpChange(test.ledger, callOf(actor('second')), changeId ?? '', 1))
  expect((await by(body.token, session)).status).toBe(401)
  expect((await keyOf('first', id)).status).toBe(201)
})

/** If one of these fails, a program does what its person may not, or goes on when it was told to stop. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { REQUESTS_MAX } from '@/access/request-limit'
import { deactivatePerson } from '@/payroll/set-up/deactivate-person'
import { readPerson } from '@/payroll/set-up/people'
import { testClock } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { APPROVER, callOf, done, submittedRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { People } from '@/stack/test-runner/people'
import type { Handler } from '../http/contract'
import { server } from '../http/server'
import { POST as revoke } from './api-keys/[id]/revocations/route'
import { GET as list, POST as make } from './api-keys/route'
import { GET as readRun } from './payroll-runs/[id]/route'
import { POST as sendBack } from './payroll-runs/[id]/send-backs/route'
import { GET as listRuns } from './payroll-runs/route'
import { GET as session } from './session/route'

let test: TestLedger
let people: People
const ids: Record<string, string> = {}

beforeAll(async () => {
  test = await testLedger()
  const env = testEnv(test.database)
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  people = new People(test.ledger, env)
  for (const name of ['coordinator', 'support', 'other'] as const)
    ids[name] = await people.add(name, name === 'support' ? 'support' : 'coordinator')
}, 480_000)
afterAll(async () => {
  // Dropped with its database, a connection that is being closed fails where nobody listens.
  await server().ledger.$disconnect()
  await test.close()
})

type Made = { id: string; token: string }

async function keyOf(name: string, permissions: string[], companies: string[] = []): Promise<Made> {
  const { status, body } = await people.ask<Made>(name, make, { body: { name: 'a program', permissions, companies, days: 1 } })
  expect(status).toBe(201)
  return body
}

type Asked = { id?: string; query?: string; body?: unknown; version?: number; method?: string; key?: string | null }

async function by(token: string, handler: Handler, { id, query = '', body, version, method = 'GET', key = randomUUID() }: Asked = {}) {
  const headers: Record<string, string> = { authorization: `Bearer ${token}` }
  if (key !== null) headers['idempotency-key'] = key
  if (version !== undefined) headers['if-match'] = `"${version}"`
  if (body !== undefined) headers['content-type'] = 'application/json'
  const request = new Request(`http://127.0.0.1:3000/api/asked${query}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const response = await handler(request, { params: Promise.resolve(id === undefined ? {} : { id }) })
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    retryAfter: response.headers.get('retry-after'),
  }
}

it('may do what it says and its person may, and nothing of a key is kept but a hash', async () => {
  const { id, token } = await keyOf('coordinator', ['runs:read'])
  expect((await by(token, session)).body).toMatchObject({ userId: ids.coordinator, permissions: ['runs:read'], byKey: true })
  expect((await by(token, listRuns)).status).toBe(200)
  const run = await submittedRun(test)
  const asked = { id: run.id, version: 2, body: { reason: 'only a test' }, method: 'POST' }
  expect((await by(token, sendBack, asked)).body).toMatchObject({ detail: 'This API key does not have the permission runs:approve.' })
  const beyond = await people.ask('support', make, { body: { name: 'x', permissions: ['runs:approve'], days: 1 } })
  expect(beyond).toMatchObject({ status: 422, body: { errors: [{ field: 'permissions' }] } })
  const rows = await test.ledger.$queryRaw<object[]>`SELECT * FROM api_key WHERE id = ${id}::uuid`
  const told = await test.ledger.$queryRaw<object[]>`SELECT event FROM outbox WHERE type LIKE 'audit.api-key%'`
  const secret = token.split('_').at(-1) ?? ''
  expect(JSON.stringify([rows, told])).not.toContain(secret)
  expect((await people.ask<{ keys: object[] }>('coordinator', list, { method: 'GET' })).body.keys).toMatchObject([{ id, state: 'active' }])
})

it('changes nothing without an idempotency key, and once with one', async () => {
  const { token } = await keyOf('coordinator', ['runs:read', 'runs:approve'])
  const run = await submittedRun(test, undefined, '2026-12')
  const asked = { id: run.id, version: 2, body: { reason: 'only a test' }, method: 'POST' }
  expect(await by(token, sendBack, { ...asked, key: null })).toMatchObject({ status: 400, body: { title: 'Idempotency key required' } })
  const key = randomUUID()
  const both = [await by(token, sendBack, { ...asked, key }), await by(token, sendBack, { ...asked, key })]
  expect(both.map(({ status, body }) => [status, body.version])).toEqual([
    [200, 3],
    [200, 3],
  ])
})

it('is shown once: asked again, the same request makes no other key and shows none', async () => {
  const body = JSON.stringify({ name: 'once', permissions: ['runs:read'], days: 1 })
  const headers = { cookie: people.cookieOf('coordinator'), 'content-type': 'application/json', 'idempotency-key': randomUUID() }
  const ask = async () =>
    (
      await make(new Request('http://127.0.0.1:3000/api/api-keys', { method: 'POST', headers, body }), { params: Promise.resolve({}) })
    ).json()
  const [first, again] = [(await ask()) as Made, (await ask()) as Made]
  expect(first.token).toMatch(/^payledger_/)
  expect(again).toEqual({ id: first.id, token: null })
})

it('makes and revokes no keys itself, and sees only its companies', async () => {
  const { id, token } = await keyOf('coordinator', ['runs:read'], [test.companyId])
  expect((await by(token, make, { method: 'POST', body: { name: 'x', permissions: ['runs:read'], days: 1 } })).status).toBe(403)
  expect((await by(token, revoke, { method: 'POST', id })).status).toBe(403)
  const run = await submittedRun(test, undefined, '2027-01')
  expect((await by(token, readRun, { id: run.id })).status).toBe(200)
  const other = await people.ask('coordinator', make, {
    body: { name: 'x', permissions: ['runs:read'], companies: [randomUUID()], days: 1 },
  })
  expect(other.status).toBe(404)
})

it.each([
  ['none at all', ''],
  ['of another form', 'payledger_1_2'],
  ['with another secret', `payledger_${randomUUID()}_${'A'.repeat(43)}`],
])('%s lets nobody in', async (_, token) => expect((await by(token, session)).status).toBe(401))

it('ends when it is revoked, by its owner alone, when it expires, and when its person is deactivated', async () => {
  const [revoked, expired, orphaned] = [
    await keyOf('other', ['runs:read']),
    await keyOf('other', ['runs:read']),
    await keyOf('other', ['runs:read']),
  ]
  expect((await people.ask('coordinator', revoke, { id: revoked.id })).status).toBe(404)
  expect((await people.ask('other', revoke, { id: revoked.id })).status).toBe(200)
  expect((await by(revoked.token, session)).status).toBe(401)
  const late = test.ledger.$executeRaw`UPDATE api_key SET expires_at = now() WHERE id = ${expired.id}::uuid`
  await expect(late).rejects.toThrow(/never changed/)
  expect((await by(orphaned.token, session)).status).toBe(200)
  const person = await readPerson(test.ledger, ids.other ?? '', testClock())
  done(await deactivatePerson(test.ledger, callOf(APPROVER), ids.other ?? '', person?.version ?? 0, 'left us'))
  expect((await by(orphaned.token, session)).status).toBe(401)
})

it('is put off when it asks too often, and told for how long', async () => {
  const { token } = await keyOf('coordinator', ['runs:read'])
  const statuses = new Map<number, number>()
  let last: { retryAfter: string | null } | null = null
  for (let n = 0; n < REQUESTS_MAX.key + 3; n += 20) {
    const some = await Promise.all(Array.from({ length: Math.min(20, REQUESTS_MAX.key + 3 - n) }, () => by(token, session)))
    for (const each of some) {
      statuses.set(each.status, (statuses.get(each.status) ?? 0) + 1)
      if (each.status === 429) last = each
    }
  }
  expect(Object.fromEntries(statuses)).toEqual({ 200: REQUESTS_MAX.key, 429: 3 })
  expect(Number(last?.retryAfter)).toBeGreaterThan(0)
})

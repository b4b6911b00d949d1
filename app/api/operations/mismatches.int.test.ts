/** A difference as operators meet it: listed, read, explained by a person with a reason that the journal keeps, and closed by itself. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { server } from '@/app/http/server'
import type { Operations } from '@/desks/operations/read-operations'
import { readFreshness } from '@/desks/read-freshness'
import type { Difference } from '@/operations/compare/difference'
import { type Mismatch, recordFound } from '@/operations/compare/mismatches'
import { machineClock } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { People } from '@/stack/test-runner/people'
import { POST as compare } from './comparisons/route'
import { POST as assign } from './mismatches/[id]/assignments/route'
import { POST as explain } from './mismatches/[id]/explanations/route'
import { GET as read } from './mismatches/[id]/route'
import { GET as list } from './mismatches/route'
import { GET as status } from './status/route'

let test: TestLedger
let people: People
const payout = randomUUID()

beforeAll(async () => {
  test = await testLedger()
  const env = testEnv(test.database)
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  people = new People(test.ledger, env)
  for (const person of ['operator', 'support'] as const) await people.add(person, person)
  await people.add('second operator', 'operator')
})
afterAll(async () => {
  await server().ledger.$disconnect()
  await test.close()
})

const difference = (actual: string): Difference => ({
  ...{ store: 'search', kind: 'payout', subject: payout, cause: 'altered' },
  fields: [
    { field: 'amountMinor', expected: '100', actual },
    { field: 'beneficiaryName', expected: 'Jürgen Groß', actual: 'Jürgen Klein' },
  ],
})
/** A comparison that found this, and looked at the payout. */
const found = (...differences: Difference[]) =>
  test.ledger.$transaction((tx) =>
    recordFound(tx, {
      ...{ comparisonId: randomUUID(), tier: 'deep', position: 7n, differences },
      looked: { wholly: new Set(), checked: new Map([['search', new Set([payout])]]) },
    }),
  )
const listed = async (state: string) =>
  (await people.ask<{ total: number; mismatches: Mismatch[] }>('operator', list, { method: 'GET', query: `?state=${state}` })).body
    .mismatches

it('is listed and said on every page that shows the copy, without a name in it', async () => {
  await found(difference('101'))
  await found(difference('101'))
  const [one, ...more] = await listed('open')
  expect(more).toEqual([])
  expect(one).toMatchObject({ store: 'search', subject: payout, cause: 'altered', state: 'open', explanation: null })
  expect(one?.fields).toEqual([
    { field: 'amountMinor', expected: '100', actual: '101' },
    { field: 'beneficiaryName', expected: '11 characters, not shown', actual: '12 characters, not shown' },
  ])
  const { body } = await people.ask<Operations>('operator', status, { method: 'GET' })
  expect(body.mismatches).toMatchObject({ total: 1, newest: [{ subject: payout }] })
  expect((await readFreshness(server(), machineClock())).search).toMatchObject({ differing: 1 })
  expect((await readFreshness(server(), machineClock())).finance).not.toHaveProperty('differing')
})

it('is explained once, by a person with a reason, and the journal keeps it', async () => {
  const [one] = await listed('open')
  const ask = (who: string, version: number) =>
    people.ask<{ state: string }>(who, explain, { id: one?.id ?? '', body: { reason: 'A drill of today.' }, version })
  expect((await ask('support', 1)).status).toBe(403)
  expect((await ask('operator', 2)).status).toBe(412)
  expect(await ask('operator', 1)).toMatchObject({ status: 200, body: { state: 'explained', version: 2 } })
  expect((await ask('operator', 2)).status).toBe(409)
  const [row] = await test.ledger.$queryRaw<
    { event: string; reason: string }[]
  >`SELECT event, reason FROM outbox WHERE type = 'audit.mismatch-explained'`
  expect(row?.reason).toBe('A drill of today.')
  expect(JSON.parse(row?.event ?? '')).toMatchObject({
    data: { about: { type: 'mismatch', id: one?.id }, detail: { subject: payout, cause: 'altered' } },
  })
  expect((await people.ask<Mismatch>('operator', read, { method: 'GET', id: one?.id ?? '' })).body.explanation).toBe('A drill of today.')
  expect((await readFreshness(server(), machineClock())).search).not.toHaveProperty('differing')
})

it('stays explained as long as it is the same, opens anew when it differs otherwise, and is repaired when it is gone', async () => {
  await found(difference('101'))
  expect([(await listed('open')).length, (await listed('explained')).length]).toEqual([0, 1])
  await found(difference('102'))
  expect([(await listed('open')).length, (await listed('explained')).length, (await listed('repaired')).length]).toEqual([1, 0, 1])
  await found()
  expect([(await listed('open')).length, (await listed('repaired')).length]).toEqual([0, 2])
})

it('is not explained by a service, rewritten, reopened or deleted by raw SQL, and a new comparison cannot be made to vanish', async () => {
  const run = (sql: string) => test.ledger.$executeRawUnsafe(sql)
  await found(difference('103'))
  await expect(run(`UPDATE mismatch SET fields = '[]'`)).rejects.toThrow(/what was found does not change/)
  await expect(run(`UPDATE mismatch SET state = 'open', version = version + 1 WHERE state = 'repaired'`)).rejects.toThrow(
    /repaired does not become open/,
  )
  await expect(run(`UPDATE mismatch SET state = 'explained', version = version + 1 WHERE state = 'open'`)).rejects.toThrow(/violates check/)
  await expect(run('DELETE FROM mismatch')).rejects.toThrow(/permission denied|never deleted/)
  await test.ledger
    .$executeRaw`INSERT INTO comparison (tier, state, began_at, finished_at, mismatches) VALUES ('deep', 'done', now(), now(), 1)`
  await expect(run('DELETE FROM comparison')).rejects.toThrow(/kept for a day/)
})

it('is looked after by a person who may, and says by whom', async () => {
  const [one] = await listed('open')
  const id = one?.id ?? ''
  const idOf = async (name: string) =>
    (await test.ledger.$queryRaw<{ id: string }[]>`SELECT id FROM app_user WHERE email LIKE ${`${name}@%`}`)[0]?.id ?? ''
  const ask = (who: string, owner: string | null, version: number) => people.ask(who, assign, { id, body: { owner }, version })
  const version = one?.version ?? 0
  expect((await ask('support', null, version)).status).toBe(403)
  expect((await ask('operator', await idOf('support'), version)).status).toBe(404)
  expect((await ask('operator', 'nobody-there', version)).status).toBe(404)
  expect(await ask('operator', await idOf('operator'), version)).toMatchObject({ status: 200, body: { version: version + 1 } })
  expect((await ask('second operator', null, version)).status).toBe(412)
  expect((await listed('open'))[0]?.owner).toMatchObject({ id: await idOf('operator') })
  const acts = await test.ledger.$queryRaw<{ type: string }[]>`SELECT type FROM outbox WHERE type = 'audit.mismatch-assigned'`
  expect(acts).toHaveLength(1)
})

it('takes two people where the ledger itself differs, and the database holds them to it', async () => {
  await found({ ...difference('104'), store: 'ledger', cause: 'row-without-event' })
  const one = (await listed('open')).find(({ store }) => store === 'ledger')
  const id = one?.id ?? ''
  const ask = (who: string, version: number) =>
    people.ask<{ state: string }>(who, explain, { id, body: { reason: `Seen by ${who}.` }, version })
  expect(await ask('operator', 1)).toMatchObject({ status: 200, body: { state: 'open', version: 2 } })
  expect(await ask('operator', 2)).toMatchObject({ status: 403 })
  const raw = (by: string) =>
    test.ledger
      .$executeRaw`UPDATE mismatch SET state = 'explained', explained_by = ${by}, explanation = 'x', version = 3 WHERE id = ${id}::uuid`
  const [row] = await test.ledger.$queryRaw<{ by: string }[]>`SELECT proposed_by AS by FROM mismatch WHERE id = ${id}::uuid`
  await expect(raw(row?.by ?? '')).rejects.toThrow(/explained by two people/)
  expect(await ask('second operator', 1)).toMatchObject({ status: 412 })
  expect(await ask('second operator', 2)).toMatchObject({ status: 200, body: { state: 'explained', version: 3 } })
  expect((await people.ask<Mismatch>('operator', read, { method: 'GET', id })).body).toMatchObject({
    proposal: 'Seen by operator.',
    explanation: 'Seen by second operator.',
    proposedBy: { id: row?.by },
  })
  const acts = await test.ledger.$queryRaw<{ type: string }[]>`
    SELECT type FROM outbox WHERE type LIKE 'audit.mismatch-%' AND reason LIKE 'Seen by%' ORDER BY seq`
  expect(acts.map(({ type }) => type)).toEqual(['audit.mismatch-explanation-proposed', 'audit.mismatch-explained'])
})

it('asks for one comparison, however often it is asked', async () => {
  const ask = () => people.ask<{ id: string }>('operator', compare, { body: { tier: 'deep' } })
  const [one, two] = await Promise.all([ask(), ask()])
  expect(one.status).toBe(200)
  expect(one.body).toEqual(two.body)
  expect((await people.ask('support', compare, { body: { tier: 'deep' } })).status).toBe(403)
})

/** Saved questions: names, sharing, pins, removal and having it back, what becomes of those of somebody who has left, and nobody else's hands on them. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { server } from '@/app/http/server'
import type { SavedQuestion } from '@/payroll/finance-desk/questions'
import { testEnv } from '@/stack/test-runner/database'
import { type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { People } from '@/stack/test-runner/people'
import { POST as change } from './questions/[id]/changes/route'
import { POST as pin } from './questions/[id]/pins/route'
import { POST as remove } from './questions/[id]/removals/route'
import { POST as restore } from './questions/[id]/restorations/route'
import { POST as takeOver } from './questions/[id]/take-overs/route'
import { GET as list, POST as save } from './questions/route'

type Saved = { id: string; version: number; detail?: string }

let test: TestLedger
let people: People
const ids: Record<string, string> = {}

beforeAll(async () => {
  test = await testLedger()
  const env = testEnv(test.database)
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  people = new People(test.ledger, env)
  for (const person of ['anna', 'ben', 'cleo', 'full']) ids[person] = await people.add(person, 'finance')
})
afterAll(async () => {
  await server().ledger.$disconnect()
  await test.close()
})

const saved = (who: string, body: object) => people.ask<Saved>(who, save, { body: { page: 'overview', asks: '', shared: false, ...body } })
const seen = async (who: string) => (await people.ask<{ questions: SavedQuestion[] }>(who, list, { method: 'GET' })).body.questions
const names = async (who: string) => (await seen(who)).map(({ name }) => name)

it('keeps the choices of a page and nothing else, under a name that one has once', async () => {
  const asks = 'currency=EUR&from=2026-06&seen=12&after=2026-06-01_00000000-0000-7000-8000-000000000000_0'
  const answer = await saved('anna', { name: '  Fees   in euros ', page: 'corridors', asks })
  expect(answer.status).toBe(201)
  expect(await seen('anna')).toMatchObject([
    { name: 'Fees in euros', page: 'corridors', asks: 'from=2026-06&currency=EUR', mine: true, version: 1 },
  ])
  expect(await saved('anna', { name: 'FEES in Euros' })).toMatchObject({ status: 422, body: { detail: expect.stringMatching(/already/) } })
  expect((await saved('ben', { name: 'Fees in euros' })).status).toBe(201)
  for (const name of ['', '   ', '\u200b\u200b\u200b', 'x'.repeat(81), 'a\u202eb'])
    expect([name, (await saved('ben', { name })).status]).toEqual([name, 422])
  expect((await saved('ben', { name: 'Odd', asks: 'currency=nothing' })).status).toBe(422)
  expect((await saved('ben', { name: 'Odd', page: 'sql', asks: ' ' })).status).toBe(422)
  expect((await saved('ben', { name: 'Text', page: 'sql', asks: 'SELECT 1\n-- mine' })).status).toBe(201)
})

it('is another person’s only while it is shared, and never theirs to change', async () => {
  const { body } = await saved('anna', { name: 'Shared', shared: true })
  expect(await names('cleo')).toEqual(['Shared'])
  const version = 1
  for (const route of [remove, takeOver] as const)
    expect((await people.ask('cleo', route, { id: body.id, version })).status).toBeGreaterThanOrEqual(404)
  expect((await people.ask('cleo', change, { id: body.id, version, body: { name: 'Stolen', shared: true } })).status).toBe(404)
  expect((await people.ask('cleo', pin, { id: body.id, body: { pinned: true } })).status).toBe(200)
  expect((await people.ask('anna', change, { id: body.id, version, body: { name: 'Mine', shared: false } })).status).toBe(200)
  expect((await people.ask('anna', change, { id: body.id, version, body: { name: 'Again', shared: false } })).status).toBe(412)
  expect(await names('cleo')).toEqual([])
  expect((await people.ask('cleo', pin, { id: body.id, body: { pinned: false } })).status).toBe(404)
})

it('is had back after it was removed, under its name if that is still free', async () => {
  const { body } = await saved('anna', { name: 'Once' })
  expect((await people.ask('anna', remove, { id: body.id, version: 1 })).status).toBe(200)
  expect((await people.ask('anna', remove, { id: body.id, version: 2 })).status).toBe(404)
  const second = await saved('anna', { name: 'once' })
  expect(second.status).toBe(201)
  expect((await people.ask('ben', restore, { id: body.id, version: 2 })).status).toBe(404)
  expect((await people.ask('anna', restore, { id: body.id, version: 2 })).status).toBe(422)
  expect((await people.ask('anna', remove, { id: second.body.id, version: 1 })).status).toBe(200)
  expect((await people.ask('anna', restore, { id: body.id, version: 2 })).status).toBe(200)
  expect(await names('anna')).toContain('Once')
})

it('of somebody who has left stays, and is taken over once', async () => {
  const shared = await saved('ben', { name: 'Left behind', shared: true })
  const own = await saved('ben', { name: 'Private' })
  expect((await people.ask('cleo', takeOver, { id: shared.body.id, version: 1 })).status).toBe(409)
  await test.ledger.$executeRaw`UPDATE app_user SET deactivated_at = now() WHERE id = ${ids.ben}`
  expect(await seen('cleo')).toMatchObject([{ name: 'Left behind', orphaned: true, mine: false }])
  expect((await people.ask('cleo', takeOver, { id: own.body.id, version: 1 })).status).toBe(404)
  const answers = await Promise.all(['anna', 'cleo'].map((who) => people.ask<Saved>(who, takeOver, { id: shared.body.id, version: 1 })))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
})

it('is one of 200 at the most, and one of six on an overview, however many are asked for at once', async () => {
  await test.ledger.$executeRaw`
    INSERT INTO saved_question (owner, name, page, asks, saved_at) SELECT ${ids.full}, 'Question ' || n, 'overview', '', now() FROM generate_series(1, 195) n`
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => saved('full', { name: `More ${n}` })))
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(5).fill(201), ...Array(5).fill(409)])
  const some = (await seen('full')).slice(0, 9)
  const pins = await Promise.all(some.map(({ id }) => people.ask('full', pin, { id, body: { pinned: true } })))
  expect(pins.filter(({ status }) => status === 200)).toHaveLength(6)
  expect((await seen('full')).filter(({ pinned }) => pinned)).toHaveLength(6)
})

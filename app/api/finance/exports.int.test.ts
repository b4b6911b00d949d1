/** Large files by the API: asked for once, seen and fetched by whoever asked and nobody else, while they may, for a day; and a disk that is full. */
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { server } from '@/app/http/server'
import { removeUnwantedExports, writeExport } from '@/desks/exports/write-export'
import { buildMarts } from '@/finance/build-marts'
import { exportsFolder } from '@/finance/folders'
import { openLanding } from '@/finance/landing/landing'
import { publish } from '@/finance/publish'
import type { ExportFile } from '@/payroll/finance-desk/export-files'
import { machineClock } from '@/stack/test-runner/clock'
import { type Closing, closing } from '@/stack/test-runner/closing'
import { POST as cancel } from './exports/[id]/cancellations/route'
import { GET as file } from './exports/[id]/file/route'
import { POST as ask, GET as list } from './exports/route'

type Asked = { id: string; state: string; detail?: string }
const END = 2n * 12n * 4n + 4n
const DAY_MS = 86_400_000
const YEAR = 'from=2026-01&to=2026-12'

let world: Closing
beforeAll(async () => {
  world = await closing({ openLanding, buildMarts, publish })
  for (const [name, value] of Object.entries(world.env)) vi.stubEnv(name, value)
})
afterAll(async () => {
  await server().ledger.$disconnect()
  await world.test.close()
})

const asked = (who: string, body: object = {}) =>
  world.people.ask<Asked>(who, ask, { body: { figure: 'payouts', asks: YEAR, format: 'csv', ...body } })
const seen = async (who: string) => (await world.people.ask<{ exports: ExportFile[] }>(who, list, { method: 'GET' })).body.exports
const one = async (id: string) => (await seen('first')).find((each) => each.id === id)
const ground = () => ({ ledger: world.test.ledger, financeDir: world.dir, clock: machineClock, signal: new AbortController().signal })
const write = (id: string) => writeExport(ground(), { exportId: id, requestId: 'test' })

async function fetched(who: string, id: string): Promise<Response> {
  const request = new Request('http://127.0.0.1:3000/api/asked', { headers: { cookie: world.people.cookieOf(who) } })
  return file(request, { params: Promise.resolve({ id }) })
}
const refusal = async (who: string, id: string) => {
  const answer = await fetched(who, id)
  return [answer.status, ((await answer.json()) as Asked).detail]
}

it('says that there are no figures yet, and what it does not understand', async () => {
  expect(await asked('first')).toMatchObject({ status: 503, body: { type: expect.stringMatching('not-published') } })
  await world.published(END)
  expect(await asked('first', { asks: 'from=2026-12&to=2026-01' })).toMatchObject({ status: 422 })
  expect(await asked('first', { asks: 'currency=nothing' })).toMatchObject({ status: 422 })
  expect(await asked('first', { asks: 'as-of=1999-01-01T00:00:00Z' })).toMatchObject({ status: 422 })
})

it('is the same however often it is asked for, and its asker’s alone', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => asked('first')))
  const id = answers[0]?.body.id ?? ''
  expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`))).toEqual(new Set([`201 ${id}`]))
  expect(await refusal('first', id)).toEqual([409, 'The file is not done yet. Ask again in a while.'])
  expect((await asked('second')).body.id).not.toBe(id)
  await write(id)
  expect(await one(id)).toMatchObject({
    state: 'done',
    rowsTotal: 24,
    rowsWritten: 24,
    position: String(END),
    asks: `${YEAR}&figure=payouts`,
  })
  const answer = await fetched('first', id)
  expect(answer.headers.get('content-disposition')).toContain(`payledger-payouts-rows-to-position-${END}.csv`)
  expect((await answer.text()).trimEnd().split('\r\n')).toHaveLength(25)
  expect((await asked('first')).body).toEqual({ id, state: 'done' })
  expect(await refusal('second', id)).toEqual([404, 'This export does not exist, or you do not have access to it.'])
  expect((await world.people.ask('second', cancel, { id })).status).toBe(404)
  expect((await seen('second')).map((each) => each.id)).not.toContain(id)
})

it('is refused once its asker may not read figures any more', async () => {
  const { id } = (await asked('first')).body
  const userId = world.ids.first ?? ''
  const [{ id: company } = { id: '' }] = await world.test.ledger.$queryRaw<{ id: string }[]>`SELECT id::text AS id FROM company LIMIT 1`
  await world.test.ledger.$executeRaw`INSERT INTO user_company (user_id, company_id) VALUES (${userId}, ${company}::uuid)`
  expect((await refusal('first', id))[0]).toBe(403)
  await world.test.ledger.$executeRaw`DELETE FROM user_company WHERE user_id = ${userId}`
  expect((await fetched('first', id)).status).toBe(200)
})

it('is of the past where its figures are, whatever is published since', async () => {
  const early = 60n
  const { id } = (await asked('first', { asks: `${YEAR}&as-of=${early}` })).body
  await write(id)
  const then = await one(id)
  expect(then).toMatchObject({ state: 'done', position: String(early) })
  expect((await asked('first', { asks: `${YEAR}&as-of=${early}` })).body.id).toBe(id)
})

it('that is called off is not written, and one that was made cannot be fetched any more', async () => {
  const { id } = (await asked('first', { format: 'xlsx' })).body
  expect((await world.people.ask<Asked>('first', cancel, { id })).body.state).toBe('cancelled')
  await write(id)
  expect(await one(id)).toMatchObject({ state: 'cancelled', bytes: null })
  expect((await world.people.ask<Asked>('first', cancel, { id })).body.detail).toBe('It is over already.')
  const made = (await asked('first', { format: 'parquet' })).body.id
  await write(made)
  await world.people.ask('first', cancel, { id: made })
  expect(await refusal('first', made)).toEqual([409, 'The file was called off. Ask for it again.'])
  await removeUnwantedExports(ground(), machineClock())
  expect(readdirSync(exportsFolder(world.dir)).some((name) => name.includes(made))).toBe(false)
})

it('says that the disk is full, and leaves nothing on it', async () => {
  const { id } = (await asked('first', { figure: 'fees' })).body
  // What the device takes is what a full disk takes.
  const folder = join(exportsFolder(world.dir), `.writing-${id}-1`)
  mkdirSync(folder)
  symlinkSync('/dev/full', join(folder, 'file'))
  await write(id)
  expect(await one(id)).toMatchObject({ state: 'failed', reason: 'The disk is full. An administrator has to make room; then ask again.' })
  expect(readdirSync(exportsFolder(world.dir)).some((name) => name.includes(id))).toBe(false)
  expect((await refusal('first', id))[0]).toBe(409)
})

it('is taken away after a day, and says so; one that is gone before says that', async () => {
  const { id } = (await asked('first')).body
  const later = new Date(machineClock().getTime() + DAY_MS + 1_000)
  expect(await removeUnwantedExports(ground(), later)).toBeGreaterThan(0)
  expect(readdirSync(exportsFolder(world.dir))).toEqual([])
  expect(await refusal('first', id)).toEqual([409, 'The file is not there any more. Ask for it again.'])
  await world.test.ledger.$executeRaw`UPDATE export_file SET ended_at = ended_at - interval '1 day' WHERE id = ${id}::uuid`
  expect(await refusal('first', id)).toEqual([409, 'The file was kept for a day, and is taken away. Ask for it again.'])
  rmSync(exportsFolder(world.dir), { recursive: true })
  const again = (await asked('first')).body.id
  expect(again).not.toBe(id)
  await write(again)
  expect((await fetched('first', again)).status).toBe(200)
})

it('is ten at a time for one person', async () => {
  const answers: number[] = []
  for (let month = 1; month <= 11; month += 1)
    answers.push((await asked('third', { asks: `from=2026-${String(month).padStart(2, '0')}&to=2026-12` })).status)
  expect([answers.slice(0, 10), answers[10]]).toEqual([Array.from({ length: 10 }, () => 201), 409])
})

/** Large files as jobs, by real processes that are killed and called off: whole or not there, of one publication, once, and nobody else's. */
import type { ChildProcess } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { writeWhole } from '@/finance/atomic-file'
import { buildMarts } from '@/finance/build-marts'
import { openToWrite } from '@/finance/duckdb'
import { exportPath, removeOtherExports } from '@/finance/exports/write-file'
import { exportsFolder } from '@/finance/folders'
import { openLanding } from '@/finance/landing/landing'
import { type Manifest, manifestPath, publishedFile, readManifest } from '@/finance/manifest'
import { publish } from '@/finance/publish'
import { writtenAs } from '@/finance/written'
import { askExport, cancelExport } from '@/payroll/finance-desk/ask-export'
import { type ExportFile, type ExportFormat, readExport } from '@/payroll/finance-desk/export-files'
import { type Closing, closing } from '@/stack/test-runner/closing'
import { callOf, done } from '@/stack/test-runner/ledger'
import { testProcesses, until } from '@/stack/test-runner/processes'

const TIMES = 5_000
const QUESTION = { from: '2026-01-01', to: '2026-12-31', grain: 'month' }

let world: Closing
let rows = 0
let anna = { kind: 'user' as const, id: '', name: 'first' }
const processes = testProcesses()
const start = () => processes.start('jobs', world.env)

beforeAll(async () => {
  world = await closing({ openLanding, buildMarts, publish })
  anna = { ...anna, id: world.ids.first ?? '' }
  await world.published(2n * 12n * 4n + 4n)
  rows = await multiplied(world.dir, TIMES)
}, 240_000)
afterEach(() => processes.stopAll())
afterAll(() => world.test.close())

/** The published payouts many times over, under ids of their own; how many there are. */
async function multiplied(dir: string, times: number): Promise<number> {
  const manifest = (await readManifest(dir)) as Manifest
  const path = publishedFile(dir, manifest)
  renameSync(path, `${path}.larger`)
  const store = await openToWrite(`${path}.larger`, `${path}.spill`)
  await store.connection.run(
    `INSERT INTO payout_facts SELECT payout_facts.* REPLACE (uuid()::VARCHAR AS id) FROM payout_facts, range(${times - 1}) more(n)`,
  )
  const counted = await store.connection.runAndReadAll('SELECT count(*)::INTEGER FROM payout_facts')
  await store.connection.run('CHECKPOINT')
  store.close()
  renameSync(`${path}.larger`, path)
  await writeWhole(manifestPath(dir), JSON.stringify({ ...manifest, written: await writtenAs(path) }))
  return Number(counted.getRowsJson()[0]?.[0])
}

/** The most that the process has had, in bytes. */
const mostMemoryOf = ({ pid }: ChildProcess): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024

const ask = (format: ExportFormat, figure = 'payouts', question: Record<string, string> = QUESTION) =>
  askExport(world.test.ledger, callOf(anna), { figure, format, question, asks: '', position: null })
const read = async (id: string) => (await readExport(world.test.ledger, anna.id, id)) as ExportFile
const isIn = (id: string, state: ExportFile['state']) => until(`${id} is ${state}`, async () => (await read(id)).state === state, 200_000)
const underWay = (id: string) => until('it is under way', async () => (await read(id)).rowsWritten > 0, 60_000)
const path = (file: ExportFile) => exportPath(world.dir, file)
const names = () => (existsSync(exportsFolder(world.dir)) ? readdirSync(exportsFolder(world.dir)) : [])

it('is asked for once however often it is asked, and done whole and of one publication', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => ask('csv', 'payouts', { ...QUESTION, from: '2026-02-01' })))
  const [id = '', ...others] = answers.map((answer) => done(answer).id)
  expect(new Set(others)).toEqual(new Set([id]))
  start()
  await isIn(id, 'done')
  const file = await read(id)
  const lines = readFileSync(path(file), 'utf8').trimEnd().split('\r\n')
  expect(lines).toHaveLength((file.rowsTotal ?? 0) + 1)
  expect(file).toMatchObject({ rowsWritten: file.rowsTotal, position: String(2n * 12n * 4n + 4n), reason: null })
  const again = await askExport(world.test.ledger, callOf(anna), {
    figure: 'payouts',
    format: 'csv',
    question: { ...QUESTION, from: '2026-02-01' },
    asks: '',
    position: file.position,
  })
  expect(done(again).id).toBe(id)
  expect(await readExport(world.test.ledger, world.ids.second ?? '', id)).toBeNull()
  expect(await cancelExport(world.test.ledger, callOf({ ...anna, id: world.ids.second ?? '' }), id)).toMatchObject({
    result: { rejection: { code: 'not-found' } },
  })
}, 200_000)

it('whose process is killed begins anew, and never has half a file under a final name', async () => {
  const { id } = done(await ask('csv'))
  const killed = start()
  await underWay(id)
  await processes.kill(killed, 'SIGKILL')
  expect(names().filter((name) => name.startsWith(id))).toEqual([])
  start()
  await isIn(id, 'done')
  const file = await read(id)
  expect(file.attempt).toBeGreaterThan(1)
  expect(readFileSync(path(file), 'utf8').trimEnd().split('\r\n')).toHaveLength(rows + 1)
  await removeOtherExports(world.dir, async () => [file])
  expect(names()).toEqual([`${id}-${file.attempt}.csv`])
}, 300_000)

it('two at once, by two processes, are each written by one of them', async () => {
  const [csv, parquet] = [done(await ask('csv', 'paid')).id, done(await ask('parquet', 'paid')).id]
  start()
  start()
  await Promise.all([isIn(csv, 'done'), isIn(parquet, 'done')])
  expect([(await read(csv)).attempt, (await read(parquet)).attempt]).toEqual([1, 1])
  expect(names().filter((name) => name.startsWith('.'))).toEqual([])
}, 300_000)

it('that is called off stops, and leaves nothing', async () => {
  const { id } = done(await ask('xlsx'))
  start()
  await underWay(id)
  done(await cancelExport(world.test.ledger, callOf(anna), id))
  await until('nothing of it is there', () => !names().some((name) => name.includes(id)), 60_000)
  expect(await read(id)).toMatchObject({ state: 'cancelled' })
}, 200_000)

it('of half a million rows is made as Parquet, in the memory of two engines', async () => {
  rows = await multiplied(world.dir, 4)
  expect(rows).toBe(4 * 24 * TIMES)
  const writer = start()
  const { id } = done(await ask('parquet'))
  await isIn(id, 'done')
  // One to read and one to write, of half a gigabyte each.
  expect(mostMemoryOf(writer)).toBeLessThan(1_600_000_000)
  const store = await openToWrite(':memory:', join(world.dir, 'spill'))
  const counted = await store.connection.runAndReadAll(`SELECT count(*)::INTEGER FROM '${path(await read(id))}'`)
  store.close()
  expect(counted.getRowsJson()).toEqual([[rows]])
}, 400_000)

/** Payouts that a copy has an older version of, by the journal after what it covers; and what was made by an older definition. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { publishedFile, readManifest } from '@/finance/manifest'
import { writeManifest } from '@/finance/publish'
import { holdPayout, releaseHold } from '@/payroll/runs/hold-payout'
import { aliasOf } from '@/search/definition'
import { readProgress } from '@/search/progress'
import { type ComparedGround, comparedGround } from '@/stack/test-runner/compared'
import { CSV, callOf, done, PREPARER, submittedRun } from '@/stack/test-runner/ledger'
import { until, type Worker } from '@/stack/test-runner/processes'
import { type CopySkew, versionSkew } from './version-skew'

const running = new Map<Worker, ReturnType<ComparedGround['processes']['start']>>()
let ground: ComparedGround
let ids: string[]

const start = (worker: Worker) =>
  running.set(worker, ground.processes.start(worker, { ...ground.env, HEARTBEAT_DATABASE_URL: ground.test.database.appUrl }))
const kill = async (worker: Worker) => {
  const child = running.get(worker)
  if (child) await ground.processes.kill(child, 'SIGKILL')
}
const skewOf = async (copy: CopySkew['copy']) => (await versionSkew(ground.test.ledger)).find((each) => each.copy === copy) as CopySkew

beforeAll(async () => {
  ground = await comparedGround()
  const run = await submittedRun(ground.test)
  ids = (await ground.test.ledger.payout.findMany({ where: { runId: run.id } })).map(({ id }) => id)
}, 300_000)
afterAll(() => ground.close(), 60_000)

it('nothing is said before a copy says what it covers', async () => {
  expect(await skewOf('search')).toEqual({
    ...{ copy: 'search', older: null, isExact: true, oldestMs: null, olderDefinition: null },
    byDistance: { one: 0, two: 0, more: 0 },
  })
})

it('payouts that have moved since, by versions; none once the copy has them', { timeout: 200_000 }, async () => {
  for (const worker of ['outbox-relay', 'search-projector', 'finance-loader'] as const) start(worker)
  const none = (copy: CopySkew['copy']) => until(`${copy} has all`, async () => (await skewOf(copy)).older === 0)
  await none('search')
  await none('finance')
  await kill('search-projector')
  await kill('finance-loader')
  const { ledger } = ground.test
  const [first, second] = ids as [string, string]
  done(await holdPayout(ledger, callOf(PREPARER), first, 1, 'asked by phone'))
  for (const [act, version] of [
    [holdPayout, 1],
    [releaseHold, 2],
    [holdPayout, 3],
  ] as const)
    done(await act(ledger, callOf(PREPARER), second, version, 'asked by phone'))
  await submittedRun(ground.test, CSV.replace('1200.50', '1300.50'), '2026-09')
  const skew = await skewOf('search')
  expect(skew).toMatchObject({ older: 5, isExact: true, byDistance: { one: 4, two: 0, more: 1 } })
  expect(skew.oldestMs).toBeGreaterThan(0)
  expect(await skewOf('finance')).toMatchObject({ older: 5 })
  start('search-projector')
  start('finance-loader')
  await none('search')
  await none('finance')
})

it('an index and marts of an older definition, as the reconciler measures them; the loader makes its marts anew', {
  timeout: 200_000,
}, async () => {
  start('reconciler')
  const said = (copy: CopySkew['copy'], payouts: number) =>
    until(`${copy}: ${payouts} of an older definition`, async () => (await skewOf(copy)).olderDefinition === payouts, 60_000)
  await said('search', 0)
  await said('finance', 0)
  await kill('finance-loader')
  await kill('search-projector')
  const dir = ground.env.FINANCE_DIR ?? ''
  const manifest = await readManifest(dir)
  if (!manifest) throw new Error('nothing is published')
  await writeManifest(dir, { ...manifest, definition: '0123456789' })
  const { client, prefix } = ground.search
  const index = (await readProgress(ground.search))?.index ?? ''
  const older = `${prefix}payouts-0123456789-1`
  const { hits } = await client.search({ index, size: 1_000 })
  const mappings = (await client.indices.getMapping({ index }))[index]?.mappings
  await client.indices.create({ index: older, ...(mappings && { mappings }) })
  await client.bulk({ index: older, operations: hits.hits.flatMap(({ _id, _source }) => [{ index: { _id } }, _source]), refresh: true })
  const alias = aliasOf(prefix)
  await client.indices.updateAliases({ actions: [{ remove: { index, alias } }, { add: { index: older, alias } }] })
  await said('finance', manifest.payouts)
  await said('search', manifest.payouts)
  start('finance-loader')
  start('search-projector')
  await said('finance', 0)
  await said('search', 0)
  const anew = await readManifest(dir)
  expect(anew && publishedFile(dir, anew)).toBe(publishedFile(dir, manifest))
  expect(anew?.hash).toBe(manifest.hash)
})

/** Payouts written again from their events, by the processes that write the copies: planted damage healed, proven, and told field by field. */

import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openToWrite } from '@/finance/duckdb'
import { manifestPath, publishedFile, readManifest } from '@/finance/manifest'
import { writtenAs } from '@/finance/written'
import { readRepair } from '@/operations/repairs/read-repairs'
import { askRepair, cancelRepair } from '@/payroll/repairs/ask-repair'
import { planRepair } from '@/payroll/repairs/plan-repair'
import { holdPayout } from '@/payroll/runs/hold-payout'
import { readProgress } from '@/search/progress'
import { type ComparedGround, comparedGround } from '@/stack/test-runner/compared'
import { approvedRun, callOf, done, PREPARER } from '@/stack/test-runner/ledger'
import { type Processes, until } from '@/stack/test-runner/processes'

const LIMIT = { timeout: 300_000 }
let ground: ComparedGround
let env: Record<string, string>
let index: string
let ids: string[]
let projector: ReturnType<Processes['start']>
let loader: ReturnType<Processes['start']>
let reconciler: ReturnType<Processes['start']>

beforeAll(async () => {
  ground = await comparedGround()
  env = { ...ground.env, HEARTBEAT_DATABASE_URL: ground.test.database.relayUrl }
  ground.processes.start('outbox-relay', env)
  projector = ground.processes.start('search-projector', env)
  loader = ground.processes.start('finance-loader', env)
  const run = await approvedRun(ground.test)
  ids = (await ground.test.ledger.payout.findMany({ where: { runId: run.id }, orderBy: { lineNumber: 'asc' } })).map(({ id }) => id)
  await ground.caughtUp()
  index = (await readProgress(ground.search))?.index ?? ''
  reconciler = ground.processes.start('reconciler', env)
}, 300_000)
afterAll(() => ground.close(), 60_000)

type About = Parameters<typeof askRepair>[4]
const ask = async (about: About) => done(await askRepair(ground.test.ledger, callOf(PREPARER), 'replay-payouts', 'a drill', about)).id
const read = async (id: string) => (await readRepair(ground.test.ledger, id)) ?? expect.fail('no such repair')
const ended = async (id: string) => {
  await until('it has ended', async () => (await read(id)).endedAt !== null)
  return read(id)
}
const document = async (id: string) =>
  (await ground.search.client.get<Record<string, unknown>>({ index, id }, { ignore: [404] })) as {
    _version?: number
    _source?: Record<string, unknown>
  }
const stateIn = ({ _source }: Awaited<ReturnType<typeof document>>) => _source?.state as { amountMinor: string; version: number }
/** Past the projector: Elasticsearch raises the document's version. */
const write = (id: string, body: Record<string, unknown>) => ground.search.client.index({ index, id, document: body, refresh: true })
/** The reconciler compares as well, and one waits for the other. */
const compare = (tier: 'quick' | 'deep') =>
  until('it is compared', () =>
    ground.compare(tier).then(
      () => true,
      () => false,
    ),
  )
const open = async () => (await ground.open()).map(({ store, subject, cause }) => ({ store, subject, cause }))

it('plans what it would do, and refuses what it cannot', LIMIT, async () => {
  const { ledger } = ground.test
  expect(await planRepair(ledger, 'replay-payouts', { payouts: [ids[0] ?? ''] })).toMatchObject({
    payouts: 1,
    copies: ['search', 'finance'],
  })
  const refused = async (about: About) => (await askRepair(ledger, callOf(PREPARER), 'replay-payouts', 'a drill', about)).result
  expect(await refused({})).toMatchObject({ ok: false, rejection: { code: 'unsuited' } })
  expect(await refused({ differences: 'open' })).toMatchObject({
    ok: false,
    rejection: { because: 'No payout of search or finance differs.' },
  })
  const unknown = '01920000-0000-7000-8000-000000000000'
  expect(await refused({ payouts: [unknown] })).toMatchObject({
    ok: false,
    rejection: { because: `The journal has no payout ${unknown}.` },
  })
})

it('heals documents that were altered, deleted and added, says so field by field, and later events are still taken', LIMIT, async () => {
  const [altered = '', deleted = '', untouched = ''] = ids
  const before = await document(altered)
  const state = { ...stateIn(before), beneficiaryName: 'Somebody Else', amountMinor: '1' }
  for (let n = 0; n < 3; n += 1) await write(altered, { ...before._source, status: 'settled', amountMinor: '1', state })
  await ground.search.client.delete({ index, id: deleted, refresh: true })
  const added = '01a20000-0000-7000-8000-000000000abc'
  await write(added, { ...before._source, id: added, state: { ...stateIn(before), id: added } })
  await compare('deep')
  expect((await open()).map(({ cause }) => cause).sort()).toEqual(['altered', 'extra', 'missing'])
  const id = await ask({ differences: 'open' })
  const repair = await ended(id)
  expect(repair).toMatchObject({ state: 'done', outcome: null, payouts: 3, proof: { payouts: 3, differenceCount: 0 } })
  const report = repair.report?.search
  expect(report?.changedCount).toBe(3)
  const fields = Object.fromEntries(
    report?.changed.find(({ payoutId }) => payoutId === altered)?.fields.map((each) => [each.field, each]) ?? [],
  )
  expect(fields.amountMinor).toEqual({
    field: 'amountMinor',
    expected: String(stateIn(before).amountMinor),
    actual: '1',
  })
  expect(fields.beneficiaryName?.actual).toBe('13 characters, not shown')
  expect(JSON.stringify(repair)).not.toContain('Somebody')
  expect(await document(altered)).toMatchObject({ _version: before._version, _source: before._source })
  expect((await document(added))._source).toBeUndefined()
  await until('no comparison finds it any more', async () => (await open()).length === 0)
  // Its version is that of its last event again, or the next one would be refused.
  done(await holdPayout(ground.test.ledger, callOf(PREPARER), altered, stateIn(before).version, 'by phone'))
  await ground.caughtUp()
  expect((await document(altered))._source).toMatchObject({ status: 'held' })
  expect((await document(untouched))._source).toBeDefined()
})

it('goes on after the projector, the loader and both were killed, and two who ask at once make one', LIMIT, async () => {
  const [one = '', two = ''] = ids
  await ground.processes.kill(projector, 'SIGKILL')
  await ground.processes.kill(loader, 'SIGKILL')
  const before = await document(one)
  await write(one, { ...before._source, amountMinor: '7' })
  const asked = await Promise.all(
    [1, 2].map(() => askRepair(ground.test.ledger, callOf(PREPARER), 'replay-payouts', 'a drill', { payouts: [one, two] })),
  )
  expect(asked.filter(({ result }) => result.ok)).toHaveLength(1)
  const id = asked.flatMap(({ result }) => (result.ok ? [result.value.id] : []))[0] ?? ''
  for (const waitMs of [1_500, 3_000, 5_000]) {
    const child = ground.processes.start('search-projector', env)
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    await ground.processes.kill(child, 'SIGKILL')
  }
  projector = ground.processes.start('search-projector', env)
  await until('search is written', async () => (await read(id)).report?.search !== undefined)
  loader = ground.processes.start('finance-loader', env)
  expect(await ended(id)).toMatchObject({ state: 'done', proof: { payouts: 2, differenceCount: 0 } })
  expect((await read(id)).report?.finance?.marts.length).toBeGreaterThan(5)
  expect((await document(one))._source).toEqual(before._source)
})

it('can be cancelled before anybody has taken it, and is refused where Kafka does not hold the events', LIMIT, async () => {
  const [one = ''] = ids
  await ground.processes.kill(projector, 'SIGKILL')
  const cancelled = await ask({ payouts: [one] })
  done(await cancelRepair(ground.test.ledger, callOf(PREPARER), cancelled, 'not now'))
  const refused = await ask({ payouts: [one] })
  await ground.pastRules(`UPDATE repair SET scope = jsonb_set(scope, '{payouts,0,version}', '99') WHERE id = $1`, [refused])
  projector = ground.processes.start('search-projector', env)
  expect(await ended(refused)).toMatchObject({
    state: 'refused',
    outcome: expect.stringContaining(`Kafka does not hold the events of payout ${one}`),
  })
  expect(await read(cancelled)).toMatchObject({ state: 'cancelled', report: null })
  // Where the journal's word on the offsets does not hold, as after a topic that was made anew, all of the partition is read.
  await ground.processes.kill(projector, 'SIGKILL')
  const misled = await ask({ payouts: [one] })
  await ground.pastRules(
    `UPDATE repair SET scope = jsonb_set(scope, '{from}', '["9999","9999","9999","9999","9999","9999"]') WHERE id = $1`,
    [misled],
  )
  projector = ground.processes.start('search-projector', env)
  expect(await ended(misled)).toMatchObject({ state: 'done', proof: { payouts: 1, differenceCount: 0 } })
  expect((await read(misled)).eventsTotal).toBeGreaterThan(0)
})

it('heals a row of finance off by a cent, and a figure; the hash of each mart is told before and after', LIMIT, async () => {
  const [, , payout = ''] = ids
  const dir = env.FINANCE_DIR ?? ''
  await ground.processes.kill(loader, 'SIGKILL')
  const alter = async (statement: string) => {
    const manifest = (await readManifest(dir)) ?? expect.fail('nothing is published')
    const file = publishedFile(dir, manifest)
    // Whoever compares holds the file, and waits for the loader meanwhile.
    await ground.processes.kill(reconciler, 'SIGKILL')
    const store = await openToWrite(file, `${file}.spill`)
    await store.connection.run(statement)
    await store.connection.run('CHECKPOINT')
    store.close()
    reconciler = ground.processes.start('reconciler', env)
    writeFileSync(manifestPath(dir), JSON.stringify({ ...manifest, builtAt: new Date(0).toISOString(), written: await writtenAs(file) }))
  }
  await alter(`UPDATE payout_facts SET amount_minor = amount_minor + 1 WHERE id = '${payout}'`)
  await compare('quick')
  const mismatch =
    (await ground.open()).find(({ store, kind }) => store === 'finance' && kind === 'payout') ?? expect.fail('it is not found')
  const replayed = await ask({ mismatch: mismatch.id })
  loader = ground.processes.start('finance-loader', env)
  const repair = await ended(replayed)
  expect(repair).toMatchObject({ state: 'done', mismatch: mismatch.id, proof: { payouts: 1 } })
  expect(repair.report?.finance?.changed).toEqual([{ payoutId: payout, fields: [expect.objectContaining({ field: 'amountMinor' })] }])
  expect(repair.report?.search).toBeUndefined()
  const changed = repair.report?.finance?.marts.filter(({ before, after }) => before?.hash !== after?.hash).map(({ mart }) => mart)
  expect(changed).toEqual(['payout_facts'])

  await ground.processes.kill(loader, 'SIGKILL')
  await alter('UPDATE payouts_by_country SET amount_minor = amount_minor + 1')
  await compare('deep')
  const figure = (await ground.open()).find(({ kind }) => kind === 'figure') ?? expect.fail('the figure is not found')
  expect(
    (await askRepair(ground.test.ledger, callOf(PREPARER), 'replay-payouts', 'a drill', { mismatch: figure.id })).result,
  ).toMatchObject({
    ok: false,
    rejection: { code: 'unsuited' },
  })
  const ofMart = async (about: About) =>
    done(await askRepair(ground.test.ledger, callOf(PREPARER), 'rebuild-finance', 'a figure is off', about)).id
  // Another mart would change as well: nothing is exchanged.
  const other = await ofMart({ mart: 'companies' })
  loader = ground.processes.start('finance-loader', env)
  expect(await ended(other)).toMatchObject({
    state: 'refused',
    mart: 'companies',
    outcome: expect.stringMatching(/^payouts_by_country would change as well/),
  })
  expect(await ended(await ofMart({ mart: 'no_such' }))).toMatchObject({ state: 'refused', outcome: 'There is no mart no_such.' })
  await ground.processes.kill(loader, 'SIGKILL')
  await alter('UPDATE payouts_by_country SET amount_minor = amount_minor + 1')
  const rebuilt = await ofMart({ mismatch: figure.id })
  loader = ground.processes.start('finance-loader', env)
  expect(await ended(rebuilt)).toMatchObject({ state: 'done', mart: 'payouts_by_country', outcome: null, proof: { differenceCount: 0 } })
  const marts = (await read(rebuilt)).report?.finance?.marts.filter(({ before, after }) => before?.hash !== after?.hash)
  expect(marts?.map(({ mart }) => mart)).toEqual(['payouts_by_country'])
  await compare('deep')
  expect(await open()).toEqual([])
})

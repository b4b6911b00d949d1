/** Letters that an older version could not read, with their real records in Kafka: read again by today's code, proven against the ledger, and settled; whoever is killed. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { tryLetter } from '@/desks/operations/look-at-letter'
import { readLetter, readLetterGroups } from '@/desks/operations/read-letters'
import type { Letter, LetterScope } from '@/events/dead-letter'
import { openToWrite, rowsOf } from '@/finance/duckdb'
import { deadLettersFolder, publishedFolder } from '@/finance/folders'
import { unmend } from '@/finance/landing/mend'
import { listSegments } from '@/finance/landing/segments'
import { readManifest } from '@/finance/manifest'
import { parquet } from '@/finance/typed-events'
import { readRepair } from '@/operations/repairs/read-repairs'
import { askRedrive } from '@/payroll/repairs/ask-letters'
import { holdPayout } from '@/payroll/runs/hold-payout'
import { keptOf, letterDocumentId } from '@/search/dead-letters'
import { readProgress } from '@/search/progress'
import { readerOf } from '@/search/reader'
import { machineClock } from '@/stack/test-runner/clock'
import { type ComparedGround, comparedGround } from '@/stack/test-runner/compared'
import { approvedRun, CSV, callOf, done, PREPARER, submittedRun } from '@/stack/test-runner/ledger'
import { until } from '@/stack/test-runner/processes'

const LIMIT = { timeout: 400_000 }
const WAIT_MS = 90_000
const REASON = 'dataschema urn:payledger:payout:1 is unknown'
const NAMES = { schema: 'urn:payledger:payout:1', cause: 'unknown-schema' } as const

let ground: ComparedGround
let dir: string
let index: string
let env: Record<string, string>
let projector: ReturnType<ComparedGround['processes']['start']>
let loader: ReturnType<ComparedGround['processes']['start']>

beforeAll(async () => {
  ground = await comparedGround()
  env = { ...ground.env, HEARTBEAT_DATABASE_URL: ground.test.database.relayUrl }
  dir = env.FINANCE_DIR ?? ''
  await approvedRun(ground.test)
  ground.processes.start('outbox-relay', env)
  ground.processes.start('reconciler', env)
  projector = ground.processes.start('search-projector', env)
  loader = ground.processes.start('finance-loader', env)
  await ground.caughtUp()
  index = (await readProgress(ground.search))?.index ?? ''
}, 480_000)
afterAll(() => ground.close(), 60_000)

const stores = () => ({ ledger: ground.test.ledger, search: readerOf(ground.search), financeDir: dir })
const scope = (copy: Letter['copy'], more: Partial<LetterScope> = {}): LetterScope => ({
  ...{ copy, era: 1, letters: null, cause: null, schema: null },
  ...more,
})
const ask = async (of: LetterScope, count = 1) =>
  done(await askRedrive(ground.test.ledger, callOf(PREPARER), of, count, 'it can be read now')).id
const repair = (id: string) => readRepair(ground.test.ledger, id)
const ended = async (id: string) => {
  await until('the repair has ended', async () => (await repair(id))?.endedAt !== null, WAIT_MS)
  return repair(id)
}

type Landed = {
  position: string
  previous: string
  partition: number
  offset: string
  aggregate_id: string
  version: number
  event: string
}

/** Every payout's events as they lie in Kafka. */
async function landed(): Promise<Landed[]> {
  const store = await openToWrite(':memory:', '')
  try {
    const segments = (await Promise.all([0, 1, 2, 3, 4, 5].map((partition) => listSegments(dir, 1, partition)))).flat()
    return await rowsOf<Landed>(
      store.connection,
      `SELECT DISTINCT ON (position) position::VARCHAR AS position, previous::VARCHAR AS previous, "partition"::INTEGER AS partition, "offset"::VARCHAR AS "offset", aggregate_id, version, event
       FROM ${parquet(segments.map(({ path }) => path))} WHERE kind = 'payout' ORDER BY position::BIGINT`,
    )
  } finally {
    store.close()
  }
}

const letterOf = (copy: Letter['copy'], { position, previous, partition, offset, event }: Landed, bytes = event): Letter => ({
  ...{ copy, era: 1, partition, offset, position, after: previous, reason: REASON, at: machineClock().toISOString() },
  ...{ schema: NAMES.schema, bytes: Buffer.from(bytes).toString('base64'), tried: null, settled: null },
})

/** As an older projector leaves it: a letter, and the payout as it was before, or not at all. */
async function letterInSearch(row: Landed, before: Landed | null, bytes?: string): Promise<void> {
  const letter = letterOf('search', row, bytes)
  await ground.search.client.index({
    ...{ index, id: letterDocumentId(row.partition, row.offset) },
    document: { kind: 'dead-letter', partition: row.partition, at: letter.at, note: keptOf(letter) },
  })
  // With its version: else the index would remember a later one.
  if (before === null)
    await ground.search.client.delete(
      { index, id: row.aggregate_id, version: row.version, version_type: 'external_gte' },
      { ignore: [404] },
    )
  await ground.search.client.indices.refresh({ index })
}

/** As an older loader leaves it: a letter, and no row. The loader has ended. */
async function letterInFinance(row: Landed): Promise<void> {
  const store = await openToWrite(':memory:', '')
  await unmend(store, { dir, era: 1, partition: row.partition }, [BigInt(row.position)])
  store.close()
  const folder = deadLettersFolder(dir, 1, row.partition)
  mkdirSync(folder, { recursive: true })
  const { copy: _, ...letter } = letterOf('finance', row)
  writeFileSync(join(folder, `${row.position}.json`), JSON.stringify(letter))
  rmSync(join(folder, `${row.position}.applied.json`), { force: true })
}

const newestOf = (rows: readonly Landed[], n = 0): Landed => {
  const ids = [...new Set(rows.map((row) => row.aggregate_id))]
  return rows.filter((row) => row.aggregate_id === ids[n]).at(-1) as Landed
}
const openIn = async (copy: Letter['copy']) =>
  copy === 'search' ? (await readProgress(ground.search))?.deadLetters : (await readManifest(dir))?.deadLetters

it('search: seen, tried, redriven, proven and settled; a second time does nothing', LIMIT, async () => {
  const row = newestOf(await landed())
  await letterInSearch(row, null)
  expect(await openIn('search')).toBe(1)
  const { groups } = await readLetterGroups(stores(), machineClock())
  expect(groups).toMatchObject([{ copy: 'search', ...NAMES, count: 1, lastHour: 1 }])
  const letter = (await readLetter(stores(), letterOf('search', row))) as Letter
  const trial = await tryLetter(stores(), letter)
  expect(trial).toMatchObject({ outcome: 'changes', payoutId: row.aggregate_id, heldVersion: null })
  expect(JSON.stringify(trial.changes)).toMatch(/"field":"beneficiaryName","expected":"\d+ characters, not shown","actual":null/)
  expect(await openIn('search')).toBe(1)

  const report = await ended(await ask(scope('search', NAMES)))
  expect(report).toMatchObject({ state: 'done', outcome: '1 of 1 letter settled.', proof: { payouts: 1, differenceCount: 0 } })
  expect(await openIn('search')).toBe(0)
  expect(await readLetter(stores(), letter)).toMatchObject({ settled: { how: 'applied', repairId: report?.id } })
  expect((await ground.compare('deep')).mismatches).toBe(0)
  expect(await ended(await ask(scope('search', { letters: [[row.partition, row.offset]] })))).toMatchObject({ state: 'refused' })
})

it('search: an older event never takes the place of a newer one', LIMIT, async () => {
  const rows = await landed()
  const last = newestOf(rows, 1)
  const first = rows.find((row) => row.aggregate_id === last.aggregate_id) as Landed
  expect(first.version).toBeLessThan(last.version)
  await letterInSearch(first, last)
  expect(await tryLetter(stores(), letterOf('search', first))).toMatchObject({
    outcome: 'older',
    version: first.version,
    heldVersion: last.version,
  })
  expect(await ended(await ask(scope('search')))).toMatchObject({ state: 'done' })
  expect((await readerOf(ground.search).held(last.aggregate_id))?.state.version).toBe(last.version)
  expect((await ground.compare('deep')).mismatches).toBe(0)
})

it('search: what lies beside the copy is not believed, but what Kafka holds; what is not there stays open and says so', LIMIT, async () => {
  const rows = await landed()
  const row = newestOf(rows, 2)
  await letterInSearch(
    row,
    null,
    row.event.replace(/"amountMinor":"\d+"/, '"amountMinor":"1"').replace(/"sequence":"\d+"/, '"sequence":"900"'),
  )
  const nowhere = { ...newestOf(rows, 0), offset: '999999', position: '888888' }
  await letterInSearch(nowhere, nowhere)
  const other = { ...newestOf(rows, 0), position: '777777' }
  await letterInSearch(other, other)
  const report = await ended(await ask(scope('search'), 3))
  expect(report).toMatchObject({ state: 'done', outcome: expect.stringContaining('1 of 3 letters settled; the rest stays open.') })
  expect((await readerOf(ground.search).held(row.aggregate_id))?.state.amountMinor).not.toBe('1')
  expect(await openIn('search')).toBe(2)
  expect(await readLetter(stores(), letterOf('search', nowhere))).toMatchObject({
    tried: { reason: 'Kafka does not hold it at its place any more.' },
  })
  expect(await readLetter(stores(), letterOf('search', other))).toMatchObject({
    tried: { reason: 'Kafka holds another event at its place.' },
  })
  for (const { partition, offset } of [nowhere, other])
    await ground.search.client.delete({ index, id: letterDocumentId(partition, offset), refresh: true })
  expect((await ground.compare('deep')).mismatches).toBe(0)
})

it('finance: lands in its place, the figures are made anew, proven and settled', LIMIT, async () => {
  const row = newestOf(await landed(), 1)
  await ground.processes.kill(loader, 'SIGTERM')
  await letterInFinance(row)
  rmSync(publishedFolder(dir), { recursive: true, force: true })
  loader = ground.processes.start('finance-loader', env)
  await until('it is incomplete', async () => (await openIn('finance')) === 1, WAIT_MS)
  const wrong = await ground.compare('quick')
  expect(wrong.mismatches).toBeGreaterThan(0)
  const letter = (await readLetter(stores(), letterOf('finance', row))) as Letter
  expect(await tryLetter(stores(), letter)).toMatchObject({ outcome: 'changes', payoutId: row.aggregate_id })
  const report = await ended(await ask(scope('finance', { letters: [[row.partition, row.offset]] })))
  expect(report).toMatchObject({ state: 'done', outcome: '1 of 1 letter settled.' })
  await until('it is complete', async () => (await openIn('finance')) === 0, WAIT_MS)
  expect((await ground.compare('deep')).mismatches).toBe(0)
  expect((await landed()).filter(({ position }) => position === row.position)).toHaveLength(1)
})

it('goes on after a kill at any moment, in both copies', LIMIT, async () => {
  const run = await submittedRun(ground.test, CSV.replace('1200.50', '1300.50'), '2027-01')
  const held = await ground.test.ledger.payout.findFirstOrThrow({ where: { runId: run.id } })
  done(await holdPayout(ground.test.ledger, callOf(PREPARER), held.id, held.version, 'asked by phone'))
  await ground.caughtUp()
  const rows = await landed()
  const due = [0, 1, 2, 3, 4].map((n) => newestOf(rows, n))
  await ground.processes.kill(loader, 'SIGTERM')
  for (const row of due) {
    await letterInSearch(row, null)
    await letterInFinance(row)
  }
  rmSync(publishedFolder(dir), { recursive: true, force: true })
  loader = ground.processes.start('finance-loader', env)
  await until('finance is incomplete', async () => (await openIn('finance')) === 5, WAIT_MS)
  const ids = [await ask(scope('search', NAMES), 5), await ask(scope('finance', NAMES), 5)]
  for (let kills = 0; kills < 8; kills += 1) {
    await pause(600 + kills * 700)
    if ((await Promise.all(ids.map(repair))).every((each) => each?.endedAt !== null)) break
    await Promise.all([ground.processes.kill(projector, 'SIGKILL'), ground.processes.kill(loader, 'SIGKILL')])
    projector = ground.processes.start('search-projector', env)
    loader = ground.processes.start('finance-loader', env)
  }
  for (const id of ids)
    expect(await ended(id)).toMatchObject({ state: 'done', outcome: '5 of 5 letters settled.', proof: { payouts: 5, differenceCount: 0 } })
  await until('both are complete', async () => (await openIn('search')) === 0 && (await openIn('finance')) === 0, WAIT_MS)
  expect((await ground.compare('deep')).mismatches).toBe(0)
})

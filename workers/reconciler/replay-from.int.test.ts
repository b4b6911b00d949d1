/** Every event from one on written again, by the processes that write the copies: what is right stays byte for byte, what is not is healed and told. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventsTopic } from '@/events/topics'
import { openToWrite } from '@/finance/duckdb'
import { readRepair } from '@/operations/repairs/read-repairs'
import { askRepair } from '@/payroll/repairs/ask-repair'
import { planRepair } from '@/payroll/repairs/plan-repair'
import { createLog } from '@/platform/log'
import { readProgress } from '@/search/progress'
import { type ComparedGround, comparedGround } from '@/stack/test-runner/compared'
import { approvedRun, callOf, done, PREPARER } from '@/stack/test-runner/ledger'
import { type Processes, until } from '@/stack/test-runner/processes'
import { withAdmin } from '../kafka/admin'
import { kafkaClient } from '../kafka/connect'

const LIMIT = { timeout: 300_000 }
let ground: ComparedGround
let env: Record<string, string>
let dir: string
let index: string
let ids: string[]
let relay: ReturnType<Processes['start']>
let projector: ReturnType<Processes['start']>
let loader: ReturnType<Processes['start']>

beforeAll(async () => {
  ground = await comparedGround()
  env = { ...ground.env, HEARTBEAT_DATABASE_URL: ground.test.database.relayUrl }
  dir = env.FINANCE_DIR ?? ''
  relay = ground.processes.start('outbox-relay', env)
  projector = ground.processes.start('search-projector', env)
  loader = ground.processes.start('finance-loader', env)
  const run = await approvedRun(ground.test)
  ids = (await ground.test.ledger.payout.findMany({ where: { runId: run.id }, orderBy: { lineNumber: 'asc' } })).map(({ id }) => id)
  await ground.caughtUp()
  index = (await readProgress(ground.search))?.index ?? ''
  ground.processes.start('reconciler', env)
}, 300_000)
afterAll(() => ground.close(), 60_000)

type About = Parameters<typeof askRepair>[4]
const ask = (about: About) => askRepair(ground.test.ledger, callOf(PREPARER), 'replay-from', 'a drill', about)
const asked = async (about: About) => done(await ask(about)).id
const read = async (id: string) => (await readRepair(ground.test.ledger, id)) ?? expect.fail('no such repair')
const ended = async (id: string) => {
  await until('it has ended', async () => (await read(id)).endedAt !== null)
  return read(id)
}
const kill = (child: typeof relay) => ground.processes.kill(child, 'SIGKILL')
const last = async () =>
  (
    await ground.test.ledger.$queryRaw<{ last: string }[]>`SELECT max(last)::text AS last FROM relay_batches WHERE confirmed_at IS NOT NULL`
  )[0]?.last ?? '0'

/** Every segment of the landing by its name, with its hash. */
const landing = () =>
  readdirSync(join(dir, 'events'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.parquet'))
    .sort()
    .map(
      (name) =>
        `${name} ${createHash('sha256')
          .update(readFileSync(join(dir, 'events', name)))
          .digest('hex')}`,
    )
const documents = async () => {
  const { hits } = await ground.search.client.search({
    index,
    size: 1_000,
    version: true,
    seq_no_primary_term: false,
    query: { term: { kind: 'payout' } },
  })
  return hits.hits.map(({ _id, _version, _source }) => JSON.stringify([_id, _version, _source])).sort()
}

/** Says something else in the events of the landing, hashes and all. The loader is not running. */
async function forgeLanding(from: string, to: string): Promise<void> {
  const store = await openToWrite(':memory:', join(dir, 'spill'))
  for (const path of readdirSync(join(dir, 'events'), { recursive: true }).map((name) => join(dir, 'events', String(name)))) {
    if (!path.endsWith('.parquet')) continue
    await store.connection.run(`CREATE OR REPLACE TABLE forged AS
      SELECT position, previous, "partition", "offset", kind, type, dataschema, aggregate_id, version, unhex(sha256(replace(event, '${from}', '${to}'))) AS content,
        replace(event, '${from}', '${to}') AS event FROM read_parquet('${path}', hive_partitioning = false) ORDER BY position`)
    await store.connection.run(`COPY forged TO '${path}' (FORMAT parquet)`)
  }
  store.close()
}

it('says how much it is, and refuses an event that is not there, or of another era', LIMIT, async () => {
  const end = Number(await last())
  expect(await planRepair(ground.test.ledger, 'replay-from', { fromPosition: '2' })).toMatchObject({
    ...{ events: end - 1, payouts: null, copies: ['finance', 'search'] },
  })
  for (const [about, because] of [
    [{ fromPosition: '0' }, 'Events are counted from 1.'],
    [{ fromPosition: String(end + 1) }, `The last event that was published is ${end}.`],
    [{ fromPosition: '999999999999999999' }, `The last event that was published is ${end}.`],
    [{ fromPosition: '1', era: 2 }, expect.stringContaining('of era 2 is not meant any more')],
    [{}, 'Say from which event.'],
    [{ fromPosition: '1', payouts: [ids[0] ?? ''] }, 'Say from which event.'],
  ] as const)
    expect((await ask(about as About)).result).toMatchObject({ ok: false, rejection: { code: 'unsuited', because } })
})

it('leaves what is right as it is, byte for byte, and says so by hashes', LIMIT, async () => {
  await until('no audit event is on its way', async () => Number(await last()) > 0)
  await ground.caughtUp()
  const [segments, before] = [landing(), await documents()]
  const repair = await ended(await asked({ fromPosition: '1' }))
  expect(repair).toMatchObject({ state: 'done', outcome: null, payouts: null, proof: { differenceCount: 0 }, stretch: { position: '1' } })
  for (const copy of ['search', 'landing'] as const) {
    const [hashed] = repair.report?.[copy]?.marts ?? []
    expect(repair.report?.[copy]).toMatchObject({ changedCount: 0, changed: [] })
    expect(hashed?.before).toEqual(hashed?.after)
    expect(hashed?.before?.rows).toBeGreaterThan(2)
  }
  expect(repair.report?.finance?.marts.length).toBeGreaterThan(5)
  expect(await documents()).toEqual(before)
  // The segments of later events come beside them.
  expect(landing()).toEqual(expect.arrayContaining(segments))
})

it('heals both copies, and tells each payout and each event that was something else', LIMIT, async () => {
  const [altered = '', deleted = ''] = ids
  const before = await documents()
  const { _source: body } = (await ground.search.client.get<{ state: { amountMinor: string } }>({ index, id: altered })) as {
    _source: { state: { amountMinor: string } }
  }
  for (let n = 0; n < 3; n += 1)
    await ground.search.client.index({
      index,
      id: altered,
      document: { ...body, state: { ...body.state, amountMinor: '1' } },
      refresh: true,
    })
  await ground.search.client.delete({ index, id: deleted, refresh: true })
  await kill(loader)
  await forgeLanding('"beneficiaryName":"Tanaka Tarō"', '"beneficiaryName":"Eve"')
  loader = ground.processes.start('finance-loader', env)
  const repair = await ended(await asked({ fromPosition: '1' }))
  expect(repair).toMatchObject({ state: 'done', outcome: null, proof: { differenceCount: 0 } })
  expect(repair.report?.search?.changed.map(({ payoutId }) => payoutId).sort()).toEqual([altered, deleted].sort())
  const [hashed] = repair.report?.search?.marts ?? []
  expect(hashed?.before?.rows).toBe((hashed?.after?.rows ?? 0) - 1)
  expect(repair.report?.landing?.changedCount).toBeGreaterThan(0)
  expect(repair.report?.landing?.changed[0]?.fields[0]?.field).toMatch(/^event \d+$/)
  expect(JSON.stringify(repair.report)).not.toContain('Eve')
  expect(await documents()).toEqual(before)
  expect(await ground.open()).toEqual([])
})

it('goes on after both processes were killed, in one copy alone, and of two who ask at once one is refused', LIMIT, async () => {
  await Promise.all([projector, loader].map(kill))
  const two = await Promise.all([1, 2].map(() => ask({ fromPosition: '1' })))
  expect(two.filter(({ result }) => result.ok)).toHaveLength(1)
  const id = two.flatMap(({ result }) => (result.ok ? [result.value.id] : []))[0] ?? ''
  projector = ground.processes.start('search-projector', env)
  await until('search has written', async () => (await read(id)).report?.search !== undefined)
  await kill(projector)
  loader = ground.processes.start('finance-loader', env)
  await until('it has landed', async () => (await read(id)).report?.landing !== undefined)
  await kill(loader)
  projector = ground.processes.start('search-projector', env)
  loader = ground.processes.start('finance-loader', env)
  expect(await ended(id)).toMatchObject({ state: 'done', proof: { differenceCount: 0 } })
  const alone = await ended(await asked({ fromPosition: await last(), copies: ['finance'] }))
  expect(alone).toMatchObject({ state: 'done', stretch: { copies: ['finance'] } })
  expect(alone.report?.search).toBeUndefined()
})

it('is refused where Kafka does not hold the events, and healed by the relay', LIMIT, async () => {
  await kill(relay)
  const topic = eventsTopic(env.KAFKA_TOPIC_PREFIX ?? '', 1)
  const kafka = kafkaClient({ brokers: (env.KAFKA_BROKERS ?? '').split(','), clientId: 'test', log: createLog('test', 'silent') })
  await withAdmin(kafka, async (admin) => {
    const full = (await admin.fetchTopicOffsets(topic)).find(({ high }) => Number(high) > 1)
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: full?.partition ?? 0, offset: '1' }] })
  })
  const refused = await ended(await asked({ fromPosition: '1' }))
  expect(refused).toMatchObject({ state: 'refused', outcome: expect.stringMatching(/^Kafka lacks events after event 0 in partition \d/) })
  relay = ground.processes.start('outbox-relay', env)
  await ground.caughtUp()
  await until('it is sent again', async () => {
    const [row] = await ground.test.ledger.$queryRaw<
      { done: boolean }[]
    >`SELECT bool_and(sent_again_at IS NOT NULL) AS done FROM kafka_loss`
    return row?.done ?? false
  })
  expect(await ended(await asked({ fromPosition: '2' }))).toMatchObject({ state: 'done' })
})

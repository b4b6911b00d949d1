/** Finance filled anew beside the present landing: figures stay up, what is proven takes its place, and nothing else does, whatever is killed on the way. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openToWrite } from '@/finance/duckdb'
import { beginReplacing } from '@/finance/landing/replace'
import { readManifest } from '@/finance/manifest'
import { readProgress } from '@/finance/progress'
import { writtenAs } from '@/finance/written'
import { readRepair } from '@/operations/repairs/read-repairs'
import type { CopyRepairKind } from '@/operations/repairs/repair'
import { askRepair, cancelRepair } from '@/payroll/repairs/ask-repair'
import { type ComparedGround, comparedGround } from '@/stack/test-runner/compared'
import { approvedRun, callOf, done, PREPARER } from '@/stack/test-runner/ledger'
import { type Processes, until } from '@/stack/test-runner/processes'

const LIMIT = { timeout: 300_000 }
type Child = ReturnType<Processes['start']>
let ground: ComparedGround
let env: Record<string, string>
let dir: string
let loader: Child
let reconciler: Child

beforeAll(async () => {
  ground = await comparedGround()
  env = { ...ground.env, HEARTBEAT_DATABASE_URL: ground.test.database.relayUrl }
  dir = env.FINANCE_DIR ?? ''
  for (const worker of ['outbox-relay', 'search-projector'] as const) ground.processes.start(worker, env)
  loader = ground.processes.start('finance-loader', env)
  await approvedRun(ground.test)
  await ground.caughtUp()
  reconciler = ground.processes.start('reconciler', env)
}, 300_000)
afterAll(() => ground.close(), 60_000)
beforeEach(() => until('no repair is under way', async () => (await openRepairs()) === 0))

const openRepairs = async () =>
  (await ground.test.ledger.$queryRaw<{ open: number }[]>`SELECT count(*)::int AS open FROM repair WHERE ended_at IS NULL`)[0]?.open
const ask = async (kind: CopyRepairKind = 'refill-finance') =>
  done(await askRepair(ground.test.ledger, callOf(PREPARER), kind, 'a drill')).id
const read = async (id: string) => (await readRepair(ground.test.ledger, id)) ?? expect.fail('no such repair')
const becomes = (id: string, state: string) => until(`it is ${state}`, async () => (await read(id)).state === state)
const ended = async (id: string) => {
  await until('it has ended', async () => (await read(id)).endedAt !== null)
  return read(id)
}
const landings = () => readdirSync(dir).filter((name) => /^(refill|replaced)-/.test(name))
const kill = (child: Child) => ground.processes.kill(child, 'SIGKILL')
const startLoader = () => {
  loader = ground.processes.start('finance-loader', env)
}

/** Says something else in the events of the landing, hashes and all: nothing in it contradicts itself. The loader is not running. */
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

it(
  'heals a landing that says something else than Kafka, which publishing anew does not, and figures stay up all the while',
  LIMIT,
  async () => {
    await kill(loader)
    await forgeLanding('"beneficiaryName":"Tanaka Tarō"', '"beneficiaryName":"Eve"')
    startLoader()
    const rebuilt = await ended(await ask('rebuild-finance'))
    expect(rebuilt).toMatchObject({
      state: 'refused',
      outcome: expect.stringContaining('fill finance anew from Kafka'),
      proof: { differenceCount: 1 },
    })

    const shown: (string | null | undefined)[] = []
    const looking = setInterval(() => void readProgress(dir).then((progress) => shown.push(progress?.position)), 200)
    const id = await ask()
    await becomes(id, 'done')
    clearInterval(looking)
    expect(shown.length).toBeGreaterThan(3)
    expect(shown.every((position) => position != null)).toBe(true)
    expect(await read(id)).toMatchObject({ outcome: null, proof: { differenceCount: 0 } })
    const marts = (await read(id)).report?.finance?.marts.filter(({ before, after }) => before?.hash !== after?.hash)
    expect(marts?.map(({ mart }) => mart)).toContain('payout_facts')
    await until('it is compared', () =>
      ground.compare('deep').then(
        () => true,
        () => false,
      ),
    )
    expect(await ground.open()).toEqual([])
    expect(landings()).toEqual([`replaced-${id}`])
    await ground.pastRules(`UPDATE repair SET ended_at = ended_at - interval '61 minutes' WHERE id = $1`, [id])
    await until('the old landing is gone', () => landings().length === 0)
    // The landing in its place goes on.
    await approvedRun(ground.test, undefined, '2027-04')
    await ground.caughtUp()
  },
)

it('says what keeps the figures from being made of a landing, and is healed', LIMIT, async () => {
  await kill(loader)
  await forgeLanding('"amountMinor":"120050"', '"amountMinor":"120051"')
  startLoader()
  const rebuilt = await ended(await ask('rebuild-finance'))
  expect(rebuilt).toMatchObject({
    state: 'refused',
    outcome: expect.stringMatching(/cannot be made of what has landed: .* add up .*Fill finance anew/),
  })
  expect(await ended(await ask())).toMatchObject({ state: 'done' })
})

it('goes on after a kill at every step, and of two who ask at once one is refused', LIMIT, async () => {
  await kill(loader)
  const asked = await Promise.all([1, 2].map(() => askRepair(ground.test.ledger, callOf(PREPARER), 'refill-finance', 'a drill')))
  expect(asked.filter(({ result }) => result.ok)).toHaveLength(1)
  const id = asked.flatMap(({ result }) => (result.ok ? [result.value.id] : []))[0] ?? ''
  await kill(reconciler)
  startLoader()
  await until('it is being filled', () => existsSync(join(dir, `refill-${id}`, 'events')))
  await kill(loader)
  startLoader()
  await becomes(id, 'filled')
  await kill(loader)
  reconciler = ground.processes.start('reconciler', env)
  await becomes(id, 'proven')
  startLoader()
  await until('it takes its place', () => existsSync(join(dir, `replaced-${id}`)))
  await kill(loader)
  startLoader()
  expect(await ended(id)).toMatchObject({ state: 'done' })
  await ground.caughtUp()
})

it('says what changed against what people saw, though the new landing has published a later event before', LIMIT, async () => {
  await kill(reconciler)
  const id = await ask()
  await becomes(id, 'filled')
  await kill(loader)
  reconciler = ground.processes.start('reconciler', env)
  await becomes(id, 'proven')
  const { payouts } = (await readManifest(dir)) ?? expect.fail('nothing was published')
  await beginReplacing(dir, id, 1)
  await approvedRun(ground.test, undefined, '2027-05')
  // Without an address of the ledger nobody knows of the repair.
  loader = ground.processes.start(
    'finance-loader',
    Object.fromEntries(Object.entries(env).filter(([name]) => !name.includes('DATABASE_URL'))),
  )
  await ground.caughtUp()
  await kill(loader)
  startLoader()
  const repair = await ended(id)
  expect(repair).toMatchObject({ state: 'done' })
  const facts = repair.report?.finance?.marts.find(({ mart }) => mart === 'payout_facts')
  expect(facts?.before?.rows).toBe(payouts)
  expect(facts?.after?.rows).toBeGreaterThan(payouts)
})

it('begins again when what was proven is deleted before it is in its place', LIMIT, async () => {
  await kill(reconciler)
  const id = await ask()
  await becomes(id, 'filled')
  await kill(loader)
  reconciler = ground.processes.start('reconciler', env)
  await becomes(id, 'proven')
  const { rmSync } = await import('node:fs')
  rmSync(join(dir, `refill-${id}`), { recursive: true })
  startLoader()
  expect(await ended(id)).toMatchObject({ state: 'done', proof: { differenceCount: 0 } })
  await ground.caughtUp()
})

it('is refused with the differences, or given up, and what was filled goes; the present landing stays', LIMIT, async () => {
  const before = landings()
  await kill(reconciler)
  const id = await ask()
  await becomes(id, 'filled')
  await kill(loader)
  const root = join(dir, `refill-${id}`)
  const manifest = (await readManifest(root)) ?? expect.fail('nothing was made of it')
  const file = join(root, 'published', manifest.file)
  const store = await openToWrite(file, `${file}.spill`)
  await store.connection.run('UPDATE payout_facts SET amount_minor = amount_minor + 1 WHERE id = (SELECT min(id) FROM payout_facts)')
  await store.connection.run('CHECKPOINT')
  store.close()
  writeFileSync(join(root, 'published', 'manifest.json'), JSON.stringify({ ...manifest, written: await writtenAs(file) }))
  reconciler = ground.processes.start('reconciler', env)
  const refused = await ended(id)
  expect(refused).toMatchObject({ state: 'refused', outcome: expect.stringContaining('so the present landing stays') })
  expect(refused.proof?.differences.map(({ cause }) => cause).sort()).toEqual(['altered', 'does-not-add-up'])
  startLoader()
  await until('it is gone', () => !existsSync(root))

  await kill(reconciler)
  const cancelled = await ask()
  await until('it is being filled', () => existsSync(join(dir, `refill-${cancelled}`)))
  done(await cancelRepair(ground.test.ledger, callOf(PREPARER), cancelled, 'not now'))
  await until('it is gone', () => !existsSync(join(dir, `refill-${cancelled}`)))
  expect(landings()).toEqual(before)
  await ground.caughtUp()
})

/** Comparisons while everything changes find nothing where nothing is wrong; and the process does them, survives kill -9, and says what does not answer. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { askComparison, listComparisons, takeComparison } from '@/operations/compare/comparisons'
import { holdPayout, releaseHold } from '@/payroll/runs/hold-payout'
import { readProgress } from '@/search/progress'
import { type ComparedGround, comparedGround } from '@/stack/test-runner/compared'
import { CSV, callOf, PREPARER, submittedRun } from '@/stack/test-runner/ledger'
import { until } from '@/stack/test-runner/processes'

let ground: ComparedGround
beforeAll(async () => {
  ground = await comparedGround()
  for (const worker of ['outbox-relay', 'search-projector', 'finance-loader'] as const) ground.processes.start(worker, ground.env)
  for (let month = 1; month <= 9; month++) await submittedRun(ground.test, CSV.replace('1200.50', `${1300 + month}.50`), `2026-0${month}`)
  await ground.caughtUp()
}, 480_000)
afterAll(() => ground.close(), 60_000)

/** Holds payouts and lets them go again, as fast as the ledger takes it, until told to stop; also new runs. */
function changing(): { stop(): Promise<number> } {
  const { ledger } = ground.test
  let goes = true
  let changes = 0
  const worker = async (nth: number) => {
    const payouts = await ledger.payout.findMany({ where: { lineNumber: nth + 2 } })
    while (goes) {
      for (const { id } of payouts) {
        const payout = await ledger.payout.findUniqueOrThrow({ where: { id } })
        const change = payout.status === 'held' ? releaseHold : holdPayout
        const { result } = await change(ledger, callOf(PREPARER), id, payout.version, 'again and again')
        if (result.ok) changes += 1
        if (!goes) break
      }
    }
  }
  const newRuns = async () => {
    for (let n = 0; goes && n < 40; n += 1) {
      await submittedRun(ground.test, CSV.replace('1200.50', `${3000 + n}.50`), `20${30 + (n % 60)}-0${1 + (n % 9)}`)
      changes += 3
    }
  }
  const running = Promise.all([worker(0), worker(1), worker(2), newRuns()])
  return {
    async stop() {
      goes = false
      await running
      return changes
    },
  }
}

it('a hundred comparisons under continuous changes find no difference', { timeout: 600_000 }, async ({ annotate }) => {
  const change = changing()
  let ahead = 0
  let older = 0
  // On a cluster that others use too, a transaction of theirs may hold the relay back: then the copies stand still, and more comparisons are needed.
  for (let n = 1; n <= 100 || (n < 2_000 && (ahead === 0 || older === 0)); n += 1) {
    const { mismatches, copies } = await ground.compare(n % 10 === 0 ? 'deep' : 'quick')
    expect({ n, mismatches, open: await ground.open() }).toEqual({ n, mismatches: 0, open: [] })
    expect(copies.filter(({ leftOut }) => leftOut !== null)).toEqual([])
    ahead += copies.reduce((sum, copy) => sum + copy.ahead, 0)
    older += copies.reduce((sum, copy) => sum + copy.older, 0)
  }
  const changes = await change.stop()
  await annotate(`${changes} changes meanwhile, ${ahead} payouts set aside, ${older} older than the ledger`)
  // Otherwise it would have proved nothing.
  expect(changes).toBeGreaterThan(200)
  expect(ahead).toBeGreaterThan(0)
  expect(older).toBeGreaterThan(0)
})

it('the process compares when it is asked, takes over from one that was killed, and never two at once', { timeout: 300_000 }, async () => {
  const { ledger } = ground.test
  const stateOf = async (id: string) => (await listComparisons(ledger, id))[0]
  const earlier = new Set((await listComparisons(ledger)).map(({ id }) => id))
  // Whoever took this one has ended: its last sign of life is old.
  const orphan = await askComparison(ledger, 'deep', null)
  expect((await takeComparison(ledger))?.id).toBe(orphan)
  expect(await askComparison(ledger, 'quick', 'operator')).toBe(await askComparison(ledger, 'quick', 'another'))
  expect(await takeComparison(ledger)).toBeNull()
  await ledger.$executeRaw`UPDATE comparison SET beat_at = clock_timestamp() - interval '1 minute' WHERE state = 'running'`
  const first = ground.processes.start('reconciler', ground.env)
  const second = ground.processes.start('reconciler', ground.env)
  const asked = await askComparison(ledger, 'quick', 'operator')
  await until('it is done', async () => (await stateOf(asked))?.state === 'done')
  expect(await stateOf(asked)).toMatchObject({ mismatches: 0, failure: null, askedBy: 'operator' })
  expect(await stateOf(orphan)).toMatchObject({ state: 'failed', failure: 'The reconciler ended before it was done.' })
  const again = async () => (await listComparisons(ledger)).filter(({ id, tier }) => tier === 'deep' && id !== orphan && !earlier.has(id))
  await until('it is done by whoever goes on', async () => (await again()).some(({ state }) => state === 'done'))
  expect(await again()).toHaveLength(1)
  await ground.processes.kill(first, 'SIGKILL')
  const after = await askComparison(ledger, 'deep', null)
  await until('the other one does it', async () => (await stateOf(after))?.state === 'done')
  await ground.processes.kill(second, 'SIGTERM')
})

it('an index that is filled anew is compared at once, and a copy that does not answer is left out and named', {
  timeout: 300_000,
}, async () => {
  const { ledger } = ground.test
  ground.processes.start('reconciler', ground.env)
  const again = await askComparison(ledger, 'quick', null)
  await until('it has begun to look', async () => (await listComparisons(ledger, again))[0]?.state === 'done')
  const done = await listComparisons(ledger)
  const { index } = (await readProgress(ground.search)) ?? {}
  await ground.search.client.indices.delete({ index: index ?? '' })
  await until('it was compared', async () => {
    const others = (await listComparisons(ledger)).filter(({ id }) => !done.some((each) => each.id === id))
    return others.some(({ state, copies }) => state === 'done' && copies.length === 2 && copies.every(({ leftOut }) => leftOut === null))
  })
  expect(await ground.open()).toEqual([])
  await ground.processes.stopAll()
  await ground.search.client.indices.delete({ index: (await readProgress(ground.search))?.index ?? '' })
  const { copies, mismatches } = await ground.compare('quick')
  expect(mismatches).toBe(0)
  expect(copies.find(({ copy }) => copy === 'search')).toMatchObject({ leftOut: 'it was not filled yet' })
  expect(copies.find(({ copy }) => copy === 'finance')).toMatchObject({ leftOut: null })
})

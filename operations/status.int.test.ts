/** The operations desk's numbers, on a real ledger: its rows are written here as relay and workers write them. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Ledger, openLedger } from '@/payroll/transaction/open-ledger'
import { CSV, sentRun, submittedRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { pipelineStatus } from './status'
import type { WorkerStatus } from './worker-status'

let test: TestLedger
let owner: Ledger

beforeAll(async () => {
  test = await testLedger()
  owner = openLedger(test.database.url, 2)
})
afterAll(async () => {
  await owner.$disconnect()
  await test.close()
})
beforeEach(async () => {
  await owner.$executeRaw`DELETE FROM heartbeat`
  await owner.$executeRaw`DELETE FROM relay_batches`
})

const status = () => pipelineStatus(test.ledger)
const events = () => owner.$queryRaw<{ seq: bigint }[]>`SELECT o.seq FROM outbox o ORDER BY o.xid, o.seq`

async function sendHeartbeat(
  process: string,
  { ageSeconds = 0, detail = {} as object, error = null as string | null } = {},
): Promise<void> {
  await owner.$executeRaw`
    INSERT INTO heartbeat (process, version, position, rate, detail, last_error, last_error_at, beat_at)
    VALUES (${process}, '1.2.3', 41, 7.5, ${JSON.stringify(detail)}::jsonb, ${error}, CASE WHEN ${error}::text IS NOT NULL THEN clock_timestamp() END,
            clock_timestamp() - make_interval(secs => ${ageSeconds}))`
}

/** Says that the first `count` events of the journal are in Kafka; the last of them not yet confirmed with `isOpen`. */
async function published(count: number, isOpen = false): Promise<void> {
  await owner.$executeRaw`
    INSERT INTO relay_batches (era, first, last, from_xid, from_seq, to_xid, to_seq, partition_last, hash, epoch, confirmed_at)
    SELECT 1, at, at, o.xid, o.seq, o.xid, o.seq, '{}', '', 1, CASE WHEN at < ${count} OR NOT ${isOpen} THEN clock_timestamp() END
    FROM (SELECT row_number() OVER (ORDER BY xid, seq) AS at, xid, seq FROM outbox) AS o WHERE at <= ${count}`
}

async function worker(process: string): Promise<WorkerStatus | undefined> {
  return (await status()).workers.find((each) => each.process === process)
}

it('says of workers that never beat that they were not started, and of a relay that never ran that it is at position 0', async () => {
  const { journal, workers, strandedRuns, waitingFiles, failedJobs } = await status()
  expect(journal).toMatchObject({ era: 1, position: '0', confirmedAt: null, waiting: (await events()).length })
  expect(workers.map(({ process, state, beatAt }) => [process, state, beatAt])).toEqual(
    ['outbox-relay', 'search-projector', 'finance-loader', 'bank-gateway', 'jobs', 'reconciler'].map((process) => [
      process,
      'not-started',
      null,
    ]),
  )
  expect([strandedRuns, waitingFiles, failedJobs]).toEqual([[], [], []])
})

it('counts what is beyond the last confirmed batch, the open one included, and how long the oldest has waited', async () => {
  await submittedRun(test)
  const all = (await events()).length
  expect(all).toBeGreaterThan(3)
  const before = (await status()).journal
  expect(before).toMatchObject({ waiting: all, waitingIsExact: true, position: '0', changesPerSecond: all / 10 })
  expect(before.oldestWaitingMs).toBeGreaterThan(0)
  await published(3)
  expect((await status()).journal).toMatchObject({ waiting: all - 3, position: '3', confirmedAt: expect.stringMatching(/Z$/) })
  await owner.$executeRaw`DELETE FROM relay_batches`
  await published(3, true)
  expect((await status()).journal).toMatchObject({ waiting: all - 2, position: '2' })
  await owner.$executeRaw`DELETE FROM relay_batches`
  await published(all)
  expect((await status()).journal).toMatchObject({ waiting: 0, oldestWaitingMs: null, position: String(all) })
})

it('a beat of a second ago is life, one of eleven seconds ago is none', async () => {
  await sendHeartbeat('finance-loader', { ageSeconds: 1 })
  await sendHeartbeat('bank-gateway', { ageSeconds: 11, error: 'the disk is full' })
  expect(await worker('finance-loader')).toMatchObject({
    state: 'alive',
    version: '1.2.3',
    position: '41',
    rate: 7.5,
    lastError: null,
    lastErrorMs: null,
    instance: null,
    startedAt: null,
    restart: null,
  })
  const gateway = await worker('bank-gateway')
  expect(gateway).toMatchObject({ state: 'silent', lastError: 'the disk is full', lastErrorAt: expect.stringMatching(/Z$/) })
  expect(gateway?.silentMs).toBeGreaterThanOrEqual(11_000)
  expect(gateway?.lastErrorMs).toBeLessThan(10_000)
})

it('reads role, lag by partition and the transaction that holds back; what it does not understand is left out', async () => {
  const heldBack = {
    pid: 7,
    database: 'other',
    application: null,
    query: 'CREATE INDEX',
    ageSeconds: 3,
    xid: '9',
    since: '2026-11-25T10:00:00Z',
  }
  await sendHeartbeat('outbox-relay', { detail: { role: 'leading', heldBack } })
  await sendHeartbeat('outbox-relay-standby', { detail: { role: 'standby', heldBack: 'nonsense' } })
  await sendHeartbeat('search-projector', { detail: { lag: { 0: 12, 5: '3' } } })
  await sendHeartbeat('finance-loader', { detail: ['nonsense'] })
  expect(await worker('outbox-relay')).toMatchObject({ role: 'leading', heldBack: { pid: 7, database: 'other', query: 'CREATE INDEX' } })
  expect(await worker('outbox-relay-standby')).toMatchObject({ role: 'standby', heldBack: null })
  expect((await worker('search-projector'))?.lag).toEqual({ 0: 12, 5: 3 })
  expect(await worker('finance-loader')).toMatchObject({ state: 'alive', lag: null, role: null })
})

it('a relay without a sign of life is not said to be held back', async () => {
  const heldBack = { pid: 7, database: null, application: null, query: null, since: '2026-11-25T10:00:00Z' }
  await sendHeartbeat('outbox-relay', { ageSeconds: 60, detail: { role: 'leading', heldBack } })
  expect(await worker('outbox-relay')).toMatchObject({ state: 'silent', heldBack: null })
})

const paidFor = (runId: string | null, age: string) =>
  owner.$transaction([
    owner.$executeRaw`SET LOCAL session_replication_role = replica`,
    owner.$executeRaw`UPDATE payroll_run SET status_since = clock_timestamp() - ${age}::interval WHERE ${runId}::uuid IS NULL OR id = ${runId}::uuid`,
  ])

it('lists a run that has been paying for more than a day, with the files the bank has not answered', async () => {
  const run = await sentRun(test, CSV.replace('1200.50', '1210.50'), '2026-10')
  // The tests' clock stands still and the database's does not: all of them begin to be paid now.
  await paidFor(null, '0 hours')
  expect((await status()).strandedRuns).toEqual([])
  await paidFor(run.id, '26 hours')
  const [stranded, ...others] = (await status()).strandedRuns
  expect(others).toEqual([])
  expect(stranded).toMatchObject({ id: run.id, companyName: 'Test Employer', period: '2026-10', sent: 3, held: 0, approved: 0 })
  expect(stranded?.messageIds.length).toBeGreaterThan(0)
  expect(Math.round((stranded?.payingMs ?? 0) / 3_600_000)).toBe(26)
})

it('lists a file of which nobody knows whether the bank has it', async () => {
  const run = await sentRun(test, CSV.replace('1200.50', '1209.50'), '2026-09')
  expect((await status()).waitingFiles).toEqual([])
  await owner.$transaction([
    owner.$executeRaw`SET LOCAL session_replication_role = replica`,
    owner.$executeRaw`UPDATE bank_message SET status = 'in-doubt' WHERE id = (SELECT id FROM bank_message WHERE run_id = ${run.id}::uuid LIMIT 1)`,
  ])
  const files = (await status()).waitingFiles
  expect(files).toHaveLength(1)
  expect(files[0]).toMatchObject({ fileName: expect.stringMatching(/xml/), payments: expect.any(Number) })
})

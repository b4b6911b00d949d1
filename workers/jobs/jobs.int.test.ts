/** Checks of payroll files as jobs, by real processes that are killed, cut off and doubled: each is done once, and its page says what is true. */
import { createHash, randomUUID } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { failedJobs } from '@/operations/failed-jobs'
import { abandonImport } from '@/payroll/imports/abandon-import'
import { beginCheck } from '@/payroll/imports/begin-check'
import { beginImport } from '@/payroll/imports/begin-import'
import { importPath } from '@/payroll/imports/files'
import { type ImportDetail, readImport } from '@/payroll/imports/imports'
import { inspectPayrollFile } from '@/payroll-files/inspect'
import { checkJobOf } from '@/stack/test-runner/check-now'
import { testEnv } from '@/stack/test-runner/database'
import { approvedRun, callOf, done, draftRun, PREPARER, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { testProcesses, until } from '@/stack/test-runner/processes'

const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'
const LARGE = 20_000

let test: TestLedger
let owner: Client
let env: Record<string, string>
const processes = testProcesses()
const start = () => processes.start('jobs', env)

beforeAll(async () => {
  test = await testLedger()
  env = testEnv(test.database)
  owner = new Client({ connectionString: test.database.url })
  await owner.connect()
})
afterEach(() => processes.stopAll())
afterAll(async () => {
  await owner.end()
  await test.close()
})

let files = 0
async function upload(rows: number): Promise<string> {
  const id = randomUUID()
  files += 1
  const lines = Array.from({ length: rows }, (_, n) => `${n + 1},Jürgen Groß ${n + 1},DE,DE89370400440532013000,,EUR,${1_000 + files}.50`)
  const text = `${HEADER}\n${lines.join('\n')}\n`
  const path = importPath(env.IMPORT_DIR ?? '', id)
  writeFileSync(path, text)
  const sighting = await inspectPayrollFile({ name: 'pay.csv', path })
  if (sighting.kind === 'refused') throw new Error(sighting.sentence)
  const file = { id, companyId: test.companyId, period: '2026-11', payDate: '2099-11-25', fileName: 'pay.csv', sizeBytes: text.length }
  const sha256 = createHash('sha256').update(text).digest('hex')
  const seen = { sighting, mapping: sighting.mapping, fingerprint: 'f', direct: false }
  return done(await beginImport(test.ledger, callOf(PREPARER), { ...file, sha256, ...seen })).id
}

/** Uploads a file and asks for its check, as the app does before it answers. */
async function asked(rows: number): Promise<string> {
  const id = await upload(rows)
  done(await beginCheck(test.ledger, callOf(PREPARER), id))
  return id
}

async function read(id: string): Promise<ImportDetail> {
  const found = await readImport(test.ledger, { userId: PREPARER.id, companies: null }, id)
  if (!found) throw new Error('no such import')
  return found
}
const checked = (id: string) => until('the file is checked', async () => (await read(id)).state === 'ready')
const underWay = (id: string) => until('the check is under way', async () => (await read(id)).progress.rows >= 2_000)

async function jobOf(id: string): Promise<{ state: string; tries: number }> {
  const { rows } = await owner.query('SELECT state, retry_count + 1 AS tries FROM pgboss.job WHERE id = $1', [
    (await checkJobOf(test.ledger, id)).id,
  ])
  return rows[0]
}
const settled = (id: string, state: string) => until(`its job is ${state}`, async () => (await jobOf(id)).state === state)

it('a check that was asked for while no process ran is done by the next, and by one of two', async () => {
  const ids = [await asked(3), await asked(2_500), await asked(3), await asked(3)]
  expect(await read(ids[0] ?? '')).toMatchObject({ state: 'checking', stopped: null })
  start()
  start()
  for (const id of ids) await checked(id)
  for (const id of ids) await settled(id, 'completed')
  expect(await Promise.all(ids.map(jobOf))).toEqual(ids.map(() => ({ state: 'completed', tries: 1 })))
  expect(await Promise.all(ids.map(async (id) => (await read(id)).lines))).toEqual([3, 2_500, 3, 3])
})

it('a check whose process is killed is taken over by another, whole and once', async () => {
  const id = await asked(LARGE)
  const killed = start()
  await underWay(id)
  await processes.kill(killed, 'SIGKILL')
  await until('its page says that it waits', async () => (await read(id)).waiting)
  expect(await read(id)).toMatchObject({ state: 'checking', stopped: null })
  start()
  await checked(id)
  await settled(id, 'completed')
  expect(await read(id)).toMatchObject({ lines: LARGE, refused: 0, waiting: false, report: { rows: LARGE } })
  expect(await jobOf(id)).toEqual({ state: 'completed', tries: 2 })
})

it('a check whose connections are all cut goes on when the database is back', async () => {
  const id = await asked(LARGE)
  start()
  await underWay(id)
  await owner.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
  )
  await until('the ledger answers again', () =>
    read(id)
      .then(() => true)
      .catch(() => false),
  )
  await checked(id)
  await settled(id, 'completed')
  expect(await read(id)).toMatchObject({ lines: LARGE, refused: 0, report: { rows: LARGE } })
})

it('a check of a file that is given up meanwhile ends, and leaves nothing', async () => {
  const id = await asked(LARGE)
  start()
  await underWay(id)
  done(await abandonImport(test.ledger, callOf(PREPARER), id))
  await settled(id, 'completed')
  expect(await read(id)).toMatchObject({ state: 'abandoned', lines: 0 })
})

it('a check that a full disk stops is tried until there is room', async () => {
  await owner.query(`
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER no_room BEFORE INSERT ON payroll_import_line EXECUTE FUNCTION no_room()`)
  const id = await asked(3)
  start()
  await settled(id, 'retry')
  expect(await read(id)).toMatchObject({ state: 'checking', stopped: null })
  await owner.query('DROP TRIGGER no_room ON payroll_import_line')
  await checked(id)
})

it('a check that can never succeed fails for good, says so under its number, and is done when it is asked for again', async () => {
  const id = await upload(3)
  const path = importPath(env.IMPORT_DIR ?? '', id)
  renameSync(path, `${path}.away`)
  const call = callOf(PREPARER)
  done(await beginCheck(test.ledger, call, id))
  start()
  await settled(id, 'failed')
  expect(await jobOf(id)).toMatchObject({ tries: 1 })
  expect(await read(id)).toMatchObject({ state: 'checking', stopped: { requestId: call.requestId } })
  expect(await failedJobs(test.ledger)).toMatchObject([{ queue: 'check-import', jobs: 1, requestId: call.requestId }])
  renameSync(`${path}.away`, path)
  done(await beginCheck(test.ledger, callOf(PREPARER), id))
  await checked(id)
  expect(await failedJobs(test.ledger)).toEqual([])
})

it('what a run’s page tells of all its lines is found once it is drafted, and anew when another run is approved', async () => {
  start()
  const csv = (number: number) => `${HEADER}\n1,Jürgen Groß,DE,DE89370400440532013000,,EUR,${number}.50\n`
  const draft = done(await draftRun(test, csv(5_000), '2027-02'))
  const kept = async () => {
    const { rows } = await owner.query('SELECT question, found_from AS from FROM kept_answer WHERE run_id = $1 ORDER BY question', [
      draft.id,
    ])
    return rows as { question: string; from: string }[]
  }
  await until('it is compared', async () => (await kept()).length === 2)
  const first = await kept()
  expect(first.map(({ question }) => question)).toEqual(['differences 1', 'repetition 1'])
  await approvedRun(test, csv(5_001), '2027-01')
  await until('it is compared again', async () => (await kept())[0]?.from !== first[0]?.from)
})

it('what comes round is done by the schedule’s jobs, and its time is told by the heartbeat', async () => {
  start()
  await until('the schedule stands', async () => (await owner.query('SELECT FROM pgboss.schedule')).rowCount === 1)
  await owner.query(`INSERT INTO pgboss.job (name, policy, heartbeat_seconds) VALUES ('sweep', 'exclusive', 10)`)
  await until('it has swept', async () => {
    const { rows } = await owner.query(`SELECT detail ->> 'sweptAt' AS at FROM heartbeat WHERE process = 'jobs'`)
    return Boolean(rows[0]?.at)
  })
})

/** A bureau that loses its database on a working day: backed up while it ran, restored, and nobody is paid twice. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readManifest } from '@/finance/manifest'
import { historyStops } from '@/operations/history-stop'
import { approveRun } from '@/payroll/runs/approve-run'
import { cancelRun } from '@/payroll/runs/cancel-run'
import { listBankMessages } from '@/payroll/statements/bank-messages'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { affirmTransmission } from '@/payroll/transmissions/record-transmission'
import { createLog } from '@/platform/log'
import { openSearch } from '@/search/client'
import { readProgress } from '@/search/progress'
import { databaseVariables } from '@/stack/migrate'
import { postgresAccount } from '@/stack/postgres/account'
import { postgresDataDir } from '@/stack/postgres/data-dir'
import { removeServerData, type Servers, startServers } from '@/stack/servers'
import { answer, because, block, document, report } from '@/stack/test-runner/bank-xml'
import { testClock } from '@/stack/test-runner/clock'
import { type TestDatabase, testEnv } from '@/stack/test-runner/database'
import { AGAIN, APPROVER, approvedRun, CSV, callOf, done, newLedger, submittedRun, type TestLedger } from '@/stack/test-runner/ledger'
import { type OwnServers, ownServers } from '@/stack/test-runner/own-servers'
import { testProcesses, until } from '@/stack/test-runner/processes'
import { databaseUrl } from '@/stack/test-runner/template-database'
import { type Folders, openFolders } from '@/workers/bank-gateway/folders'
import { ingestArrived } from '@/workers/bank-gateway/ingest'
import { transmitDue } from '@/workers/bank-gateway/transmit'

const log = createLog('test', 'silent')
const processes = testProcesses()
const folder = mkdtempSync(join(tmpdir(), 'payledger-restore-'))
const restoredDir = join(folder, 'restored')
let [lost, restored]: [OwnServers | null, Servers | null] = [null, null]
let test: TestLedger
let folders: Folders
let env: Record<string, string>

/** The command as it is typed, with JSON as its answer. */
async function payledger<T>(...args: string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'cli/main.ts', '--json', ...args], {
    env: env as NodeJS.ProcessEnv,
  })
  return JSON.parse(stdout || 'null') as T
}
const refusedWith = (...args: string[]): Promise<string> => payledger(...args).then(String, (error: { stderr: string }) => error.stderr)

const salaries = (euros: number): string => CSV.replace('2300.00', `${euros}.00`)
const files = async (run: { id: string }) => listBankMessages(test.ledger, { userId: 'approver', companies: null }, run.id)
const inOutbox = () => readdirSync(folders.outbox).sort()
const counted = async (sql: string): Promise<number> => {
  const client = new Client({ connectionString: env.DATABASE_URL })
  await client.connect()
  const { rows } = await client.query<{ count: number }>(sql)
  await client.end()
  return rows[0]?.count ?? -1
}

beforeAll(async () => {
  lost = await ownServers('postgres')
  const database = await lost.database()
  env = { ...testEnv(database), EVENTS_KEY: 'a key of the tests for events, worth nothing', HEARTBEAT_DATABASE_URL: database.appUrl }
  test = await newLedger(database, openLedger(database.appUrl, 4))
  folders = await openFolders(env.BANK_DIR ?? '')
}, 480_000)
afterAll(async () => {
  await processes.stopAll()
  await test?.ledger.$disconnect()
  await restored?.stop()
  removeServerData(restoredDir)
  await lost?.end()
  rmSync(folder, { recursive: true, force: true })
})

const search = () => openSearch({ url: env.ELASTICSEARCH_URL ?? '', prefix: env.SEARCH_INDEX_PREFIX ?? '' })

/** Both copies hold every event of the ledger's era, and nothing else. */
async function copiesHold(era: number): Promise<void> {
  const workers = (['outbox-relay', 'search-projector', 'finance-loader'] as const).map((worker) => processes.start(worker, env))
  const opened = search()
  const [payouts, events] = [await counted('SELECT count(*)::int FROM payout'), await counted('SELECT count(*)::int FROM outbox')]
  await until(`search covers era ${era}`, async () => {
    const progress = await readProgress(opened)
    return progress?.era === era && Number(progress.position) >= events
  })
  const { count } = await opened.client.count({ index: `${env.SEARCH_INDEX_PREFIX}payouts`, query: { term: { kind: 'payout' } } })
  expect(count).toBe(payouts)
  await opened.client.close()
  await until(`finance covers era ${era}`, async () => {
    const manifest = await readManifest(env.FINANCE_DIR ?? '').catch(() => null)
    return manifest?.era === era && manifest.events >= events
  })
  expect((await readManifest(env.FINANCE_DIR ?? ''))?.payouts).toBe(payouts)
  await Promise.all(workers.map((worker) => processes.kill(worker, 'SIGTERM')))
}

/** Backs up while somebody works; what they were told is done before it began is in it. */
async function backedUp(): Promise<{ folder: string; acknowledged: string[] }> {
  const acknowledged: string[] = []
  let isOver = false
  const work = async () => {
    for (let n = 0; !isOver; n += 1) acknowledged.push((await submittedRun(test, salaries(5_000 + n), '2027-06')).id)
  }
  const working = work()
  await until('somebody works', () => acknowledged.length > 3)
  const before = [...acknowledged]
  const made = await payledger<{ folder: string }>('backup', '--to', join(folder, 'backups'))
  isOver = true
  await working
  return { folder: made.folder, acknowledged: before }
}

/** The cluster of the backup, on a port of its own; whoever runs PostgreSQL here gets it. */
async function startRestored(database: TestDatabase): Promise<void> {
  const account = postgresAccount()
  const place = await postgresDataDir(restoredDir, account)
  await payledger(
    'restore',
    readdirSync(join(folder, 'backups')).map((name) => join(folder, 'backups', name))[0] ?? '',
    '--postgres',
    join(place.folder, 'cluster'),
  )
  if (account) await promisify(execFile)('chown', ['-R', `${account.uid}:${account.gid}`, join(place.folder, 'cluster')])
  restored = await startServers({ dataDir: restoredDir, only: ['postgres'], log: () => {}, lifetime: 'test' })
  const name = new URL(database.url).pathname.slice(1)
  const variables = databaseVariables(databaseUrl(restored.env.DATABASE_URL ?? '', name))
  env = { ...env, ...variables, HEARTBEAT_DATABASE_URL: variables.DATABASE_URL_APP }
  test = { ...test, ledger: openLedger(variables.DATABASE_URL_APP, 4) }
}

it('is restored, asks about every file it does not know, pays nobody twice, and fills both copies anew', { timeout: 580_000 }, async () => {
  // Before the backup: one run is paid, one is approved, one is submitted.
  const paid = await approvedRun(test, salaries(2_301), '2026-08')
  expect(await transmitDue(test.ledger, folders, testClock)).toBe(1)
  await copiesHold(1)
  const submitted = await submittedRun(test, salaries(2_303), '2026-10')
  const approved = await approvedRun(test, salaries(2_302), '2026-09')
  const backup = await backedUp()

  // After it: all of them go to the bank, and one that the backup has never heard of; the bank refuses a payment of the first.
  done(await approveRun(test.ledger, callOf(APPROVER), submitted.id, 2, submitted.seal, AGAIN))
  const unheardOf = await approvedRun(test, salaries(2_304), '2026-11')
  expect(await transmitDue(test.ledger, folders, testClock)).toBe(3)
  expect(inOutbox()).toHaveLength(4)
  const [approvedFile, submittedFile, unheardFile] = await Promise.all(
    [approved, submitted, unheardOf].map(async (run) => (await files(run))[0]?.fileName ?? ''),
  )
  // The bank has fetched one of them.
  rmSync(join(folders.outbox, approvedFile ?? ''))
  const handedOver = inOutbox()
  const sent = readFileSync(join(folders.outbox, (await files(paid))[0]?.fileName ?? ''), 'utf8')
  const [, endToEndId = ''] = /<EndToEndId>([^<]+)</.exec(sent) ?? []
  const [, blockId = ''] = /<PmtInfId>([^<]+)</.exec(sent) ?? []
  const [, messageId = ''] = /<MsgId>([^<]+)</.exec(sent) ?? []
  const refusal = report('STATUS-1', messageId, '<GrpSts>PART</GrpSts>', block(blockId, answer({ endToEndId }, 'RJCT', because('AC04'))))
  writeFileSync(join(folders.inbox, 'status.xml'), document('pain.002.001.10', refusal))
  // A file that was just written may not be whole.
  const later = () => new Date(performance.timeOrigin + performance.now() + 10_000)
  expect(await ingestArrived(test.ledger, folders, log, later)).toBe(1)
  expect(await counted(`SELECT count(*)::int FROM payout WHERE status = 'failed'`)).toBe(1)

  // The database is lost, and the backup takes its place.
  await test.ledger.$disconnect()
  await lost?.postgres?.kill9()
  const [database] = [test.database]
  env = { ...env, ACCOUNT_HASH_KEY: 'not the key of this backup, whatever it may be' }
  expect(await refusedWith('restore', backup.folder, '--postgres', join(folder, 'nowhere'))).toMatch(/ACCOUNT_HASH_KEY is not the one/)
  env = { ...env, ACCOUNT_HASH_KEY: testEnv().ACCOUNT_HASH_KEY ?? '' }
  await startRestored(database)
  expect(await counted(`SELECT count(*)::int FROM payroll_run WHERE id IN ('${backup.acknowledged.join("','")}')`)).toBe(
    backup.acknowledged.length,
  )
  await expect(transmitDue(test.ledger, folders, testClock)).rejects.toThrow(/^No payment goes out .*payledger adopt-database/)

  const looked = await payledger<unknown[]>('adopt-database', '--reason', 'The disk is broken', '--dry-run')
  expect(looked).toMatchObject({ handedOver: [{}, {}, {}], arrived: [{}] })
  const adoption = await payledger<object>('adopt-database', '--reason', 'The disk is broken')
  expect(adoption).toMatchObject({ era: 2, inDoubt: [approvedFile], unaccounted: [submittedFile, unheardFile].sort(), held: 3 })
  expect(await historyStops(test.ledger)).toEqual([])

  // Nothing that the bank has goes again, and what it said is read again.
  expect(await transmitDue(test.ledger, folders, testClock)).toBe(0)
  expect(await ingestArrived(test.ledger, folders, log, later)).toBe(1)
  expect(await counted(`SELECT count(*)::int FROM payout WHERE status = 'failed'`)).toBe(1)
  const another = await approvedRun(test, salaries(2_305), '2026-12')
  expect(await transmitDue(test.ledger, folders, testClock)).toBe(0)
  expect(inOutbox()).toEqual(handedOver)
  expect((await files(another))[0]?.note).toMatch(/^It is not sent yet, because the database was restored/)

  const [question] = await files(approved)
  expect(question).toMatchObject({ status: 'in-doubt', fileName: approvedFile })
  done(await affirmTransmission(test.ledger, callOf(APPROVER), question?.id ?? '', 'The bank confirms it'))

  // A person accounts for what the ledger cannot name, and payments go on.
  expect(await refusedWith('unaccounted-file', 'account', submittedFile ?? '', '--reason', 'All paid')).toMatch(/Cancel the run first/)
  const [{ version }] = (await test.ledger.$queryRaw`SELECT version FROM payroll_run WHERE id = ${submitted.id}::uuid`) as [
    { version: number },
  ]
  done(await cancelRun(test.ledger, callOf(APPROVER), submitted.id, version, 'The bank has paid it.'))
  for (const file of [submittedFile, unheardFile])
    await payledger('unaccounted-file', 'account', file ?? '', '--reason', 'The bank has paid all of it')
  expect(await transmitDue(test.ledger, folders, testClock)).toBe(1)
  expect(inOutbox().filter((name) => !handedOver.includes(name))).toEqual([(await files(another))[0]?.fileName])

  await copiesHold(2)

  // Were the bank's folders lost as well, nobody could say what was paid since: all that could still go out waits.
  await approvedRun(test, salaries(2_306), '2027-01')
  env = { ...env, BANK_DIR: join(folder, 'new-bank') }
  folders = await openFolders(env.BANK_DIR ?? '')
  await payledger('restore', backup.folder, '--postgres', join(folder, 'second'))
  await expect(transmitDue(test.ledger, folders, testClock)).rejects.toThrow(/folders were restored from the backup of .* is not known/)
  expect(await payledger<object>('adopt-database', '--reason', 'Everything is lost')).toMatchObject({ era: 3, unaccounted: [] })
  expect(await transmitDue(test.ledger, folders, testClock)).toBe(0)
  expect(await counted(`SELECT count(*)::int FROM payout WHERE status IN ('submitted', 'approved') AND version > 0`)).toBe(0)
})

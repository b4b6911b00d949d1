/** An upgrade goes process by process: for a while relay and projector of the version before run beside the new ones, on the schema of the new. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { openSearch } from '@/search/client'
import { readProgress } from '@/search/progress'
import { ROOT } from '@/stack/paths'
import { startChild } from '@/stack/processes/child'
import { testEnv } from '@/stack/test-runner/database'
import { CSV, newLedger, submittedRun, type TestLedger } from '@/stack/test-runner/ledger'
import { type OwnServers, ownServers } from '@/stack/test-runner/own-servers'
import { until } from '@/stack/test-runner/processes'

/** The version before the newest migrations. Packages that it needs are still ours. */
const BEFORE = '4eae472b7106142d56465f5da289ca6e2ec9991b'

const folder = mkdtempSync(join(tmpdir(), 'payledger-upgrade-'))
const older = join(folder, 'older')
let servers: OwnServers
let test: TestLedger
let isThere = false

beforeAll(async () => {
  isThere = takeOlder()
  servers = await ownServers('postgres')
  const database = await servers.database()
  test = await newLedger(database, openLedger(database.appUrl, 4))
}, 480_000)
afterAll(async () => {
  await test?.ledger.$disconnect()
  await servers?.end()
  rmSync(folder, { recursive: true, force: true })
})

/** Whether the sources came with their history; a copy of the files alone has nothing to compare with. */
function takeOlder(): boolean {
  try {
    execFileSync('git', ['worktree', 'list'], { cwd: ROOT, stdio: 'ignore' })
    execFileSync('git', ['clone', '--quiet', '--shared', '--no-checkout', ROOT, older], { stdio: 'ignore' })
    execFileSync('git', ['checkout', '--quiet', BEFORE], { cwd: older, stdio: 'ignore' })
  } catch {
    return false
  }
  symlinkSync(join(ROOT, 'node_modules'), join(older, 'node_modules'))
  cpSync(join(ROOT, 'prisma/generated'), join(older, 'prisma/generated'), { recursive: true })
  return true
}

it('older and newer relays and projectors hand over to each other, and search covers every change', {
  timeout: 300_000,
}, async (context) => {
  if (!isThere) return context.skip()
  const env: Record<string, string> = { ...testEnv(test.database), HEARTBEAT_DATABASE_URL: test.database.appUrl }
  const search = openSearch({ url: env.ELASTICSEARCH_URL ?? '', prefix: env.SEARCH_INDEX_PREFIX ?? '' })
  let starts = 0
  const start = (cwd: string, worker: string) => {
    const logFile = join(folder, `${++starts}.log`)
    return startChild({ command: process.execPath, args: ['--import', 'tsx', `workers/${worker}/main.ts`], cwd, env, logFile })
  }
  let changes = 0
  const changedAndFound = async () => {
    await submittedRun(test, CSV.replace('2300.00', `${2_300 + ++changes}.00`), '2026-09')
    const [{ count }] = (await test.ledger.$queryRaw`SELECT count(*)::int FROM outbox`) as [{ count: number }]
    await until(`search covers change ${changes}`, async () => Number((await readProgress(search))?.position ?? 0) >= count, 60_000)
  }
  const before = [start(older, 'outbox-relay'), start(older, 'search-projector')] as const
  await changedAndFound()
  const after = [start(ROOT, 'outbox-relay'), start(ROOT, 'search-projector')] as const
  try {
    await changedAndFound()
    await before[0].stop()
    await changedAndFound()
    await before[1].stop()
    await changedAndFound()
    const [{ count }] = (await test.ledger.$queryRaw`SELECT count(*)::int FROM payout`) as [{ count: number }]
    const found = await search.client.count({ index: `${env.SEARCH_INDEX_PREFIX}payouts`, query: { term: { kind: 'payout' } } })
    expect(found.count).toBe(count)
    expect(await readProgress(search)).toMatchObject({ deadLetters: 0, gapAt: null })
  } finally {
    await Promise.all([...before, ...after].map((child) => child.stop()))
    await search.client.close()
  }
})

/** With the index, the landing and the published files deleted and Postgres stopped, both copies come back from Kafka alone, with the same hashes. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fingerprint as fingerprintOfFinance } from '@/finance/fingerprint'
import { readManifest } from '@/finance/manifest'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { openSearch, type Search } from '@/search/client'
import { fingerprint as fingerprintOfSearch } from '@/search/fingerprint'
import { readProgress } from '@/search/progress'
import { testEnv } from '@/stack/test-runner/database'
import { CSV, newLedger, sentRun, submittedRun } from '@/stack/test-runner/ledger'
import { type OwnServers, ownServers } from '@/stack/test-runner/own-servers'
import { testProcesses, until } from '@/stack/test-runner/processes'

const processes = testProcesses()
const financeDir = mkdtempSync(join(tmpdir(), 'payledger-finance-'))
let servers: OwnServers
let search: Search
let env: Record<string, string>
let lastPosition = 0n

beforeAll(async () => {
  servers = await ownServers('postgres')
  const database = await servers.database()
  const ledger = openLedger(database.appUrl, 4)
  const test = await newLedger(database, ledger)
  for (let month = 1; month <= 4; month++) await sentRun(test, CSV.replace('1200.50', `${1300 + month}.50`), `2026-0${month}`)
  await submittedRun(test, CSV, '2026-05')
  const [outbox] = await ledger.$queryRaw<{ events: bigint }[]>`SELECT count(*) AS events FROM outbox`
  lastPosition = outbox?.events ?? 0n
  await ledger.$disconnect()
  env = {
    ...testEnv(),
    DATABASE_URL: database.url,
    DATABASE_URL_APP: database.appUrl,
    DATABASE_URL_RELAY: database.relayUrl,
    FINANCE_DIR: financeDir,
  }
  search = openSearch({ url: env.ELASTICSEARCH_URL ?? '', prefix: env.SEARCH_INDEX_PREFIX ?? '' })
}, 480_000)

afterAll(async () => {
  await processes.stopAll()
  await search.client.close()
  await servers.end()
  rmSync(financeDir, { recursive: true, force: true })
}, 60_000)

const withoutPostgres = (): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('DATABASE_URL')))

/** Both copies, once they cover everything that was committed. */
async function copies() {
  const reached = (position: string | null | undefined): boolean => BigInt(position ?? 0) >= lastPosition
  await until('search covers everything', async () => reached((await readProgress(search))?.position), 60_000)
  await until('finance covers everything', async () => reached((await readManifest(financeDir))?.position), 60_000)
  const index = (await readProgress(search))?.index ?? ''
  return {
    search: await fingerprintOfSearch(search, index),
    finance: (await fingerprintOfFinance(financeDir))?.buckets,
    hash: (await readManifest(financeDir))?.hash,
  }
}

it('brings both copies back, equal to each other and to what they were', { timeout: 480_000 }, async () => {
  const relay = processes.start('outbox-relay', env)
  let projector = processes.start('search-projector', withoutPostgres())
  let loader = processes.start('finance-loader', withoutPostgres())
  const before = await copies()
  expect(before.search.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(15)
  expect(before.finance).toEqual(before.search)

  await Promise.all([relay, projector, loader].map((child) => processes.kill(child, 'SIGKILL')))
  await servers.postgres?.stop()
  await search.client.indices.delete({ index: (await readProgress(search))?.index ?? '' })
  rmSync(financeDir, { recursive: true, force: true })

  projector = processes.start('search-projector', withoutPostgres())
  loader = processes.start('finance-loader', withoutPostgres())
  expect(await copies()).toEqual(before)
})

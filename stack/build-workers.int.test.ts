/** What `npm run build` makes of the workers runs, without the TypeScript loader: each gives a sign of life, and a change comes into both copies. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readManifest } from '@/finance/manifest'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { openSearch } from '@/search/client'
import { readProgress } from '@/search/progress'
import { buildWorkers, builtWorker, WORKERS } from './build-workers'
import { ROOT } from './paths'
import { testEnv } from './test-runner/database'
import { newLedger, submittedRun, type TestLedger } from './test-runner/ledger'
import { type OwnServers, ownServers } from './test-runner/own-servers'
import { until } from './test-runner/processes'

let servers: OwnServers
let test: TestLedger

beforeAll(async () => {
  servers = await ownServers('postgres')
  const database = await servers.database()
  test = await newLedger(database, openLedger(database.appUrl, 4))
  await buildWorkers()
}, 480_000)
afterAll(async () => {
  await test?.ledger.$disconnect()
  await servers?.end()
})

it('none loads what sends traces before it is told where to', () => {
  for (const name of WORKERS) expect(readFileSync(builtWorker(name), 'utf8')).not.toMatch(/^import .*@opentelemetry/m)
})

it('each starts by its command, lives, and ends when it is told to', { timeout: 300_000 }, async () => {
  const env: Record<string, string> = { ...testEnv(test.database), HEARTBEAT_DATABASE_URL: test.database.appUrl }
  const running = WORKERS.map((name) =>
    spawn('node', ['stack/bootstrap.mjs', 'process', name], {
      cwd: ROOT,
      env: env as NodeJS.ProcessEnv,
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  )
  try {
    await submittedRun(test)
    await until('all of them live', async () => {
      const beats = await test.ledger.$queryRaw<{ process: string }[]>`SELECT process FROM heartbeat`
      return WORKERS.every((name) => beats.some(({ process }) => process === name))
    })
    const search = openSearch({ url: env.ELASTICSEARCH_URL ?? '', prefix: env.SEARCH_INDEX_PREFIX ?? '' })
    await until('search covers it', async () => Number((await readProgress(search))?.position ?? 0) > 0)
    await search.client.close()
    await until('finance has published it', async () => ((await readManifest(env.FINANCE_DIR ?? ''))?.payouts ?? 0) > 0)
  } finally {
    for (const child of running) child.kill('SIGTERM')
    const codes = await Promise.all(running.map((child) => new Promise((resolve) => child.on('close', resolve))))
    expect(codes).toEqual(WORKERS.map(() => 0))
  }
})

/** Every process is asked on its own port while what it needs is taken away for real, and comes back: ready means that there is progress. */
import { execFileSync } from 'node:child_process'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { serveAppMetrics } from '@/app/http/metrics'
import { PARTITIONS } from '@/events/topics'
import { metricsAddress, SERVED, type ServedProcess, urlOf } from '@/operations/metrics/address'
import { nextFreeRow } from '@/stack/ports'
import type { Child } from '@/stack/processes/child'
import { type Operated, operated } from '@/stack/test-runner/operated'
import { testProcesses, until } from '@/stack/test-runner/processes'
import { metricValue, readiness, type Scraped, scrape } from '@/stack/test-runner/scraped'

const processes = testProcesses()
const WORKERS = ['search-projector', 'finance-loader', 'bank-gateway', 'jobs', 'reconciler'] as const
let stack: Operated
let first: number
let leader: Child

beforeAll(async () => {
  stack = await operated('elasticsearch')
  first = await nextFreeRow(23_000 + (process.pid % 5_000), SERVED.length)
  for (const env of [stack.ground.env, stack.workerEnv]) env.METRICS_PORT = String(first)
  vi.stubEnv('METRICS_PORT', String(first))
}, 480_000)
afterAll(async () => {
  await processes.stopAll()
  await stack.close()
}, 120_000)

function url(process: ServedProcess): string {
  const address = metricsAddress(process, { METRICS_PORT: first, METRICS_HOST: '127.0.0.1' })
  return address ? urlOf(address) : ''
}
const problemsOf = (process: ServedProcess): Promise<string[] | null> =>
  readiness(url(process)).then(
    ({ problems }) => problems,
    () => null,
  )

/** Waits until those named, and nobody else, are not ready; and that each says so. */
async function notReady(what: string, expected: Partial<Record<ServedProcess, RegExp>>): Promise<void> {
  let seen = {}
  await until(what, async () => {
    const found = await Promise.all(SERVED.map(async (process) => [process, await problemsOf(process)] as const))
    seen = Object.fromEntries(found)
    return found.every(([process, problems]) => {
      const wanted = expected[process]
      return wanted ? problems !== null && wanted.test(problems.join(' ')) : problems?.length === 0
    })
  }).catch((cause: unknown) => {
    throw new Error(JSON.stringify(seen), { cause })
  })
}

it('each process serves what it knows and names nobody', { timeout: 900_000 }, async () => {
  const { ground, workerEnv, change } = stack
  serveAppMetrics('1.2.3')
  leader = ground.relay()
  for (const worker of WORKERS) processes.start(worker, workerEnv)
  await change()
  await notReady('all are ready', {})
  await until('search and finance cover it', async () => {
    const reached = metricValue(await scrape(url('outbox-relay')), 'payledger_relay_position')
    const copies = await Promise.all([scrape(url('search-projector')), scrape(url('finance-loader'))])
    const partitions = (scraped: Scraped[]) => scraped.filter(({ name }) => name === 'payledger_consumer_lag_messages').length
    return copies.every((scraped) => metricValue(scraped, 'payledger_copy_position') === reached && partitions(scraped) === PARTITIONS)
  })
  for (const process of SERVED) {
    const scraped = await scrape(url(process))
    expect(metricValue(scraped, 'payledger_ready', { process })).toBe(1)
    expect(metricValue(scraped, 'payledger_process_info', { process })).toBe(1)
    expect(metricValue(scraped, 'process_resident_memory_bytes')).toBeGreaterThan(1e7)
    const text = await (await fetch(`${url(process)}/metrics`)).text()
    expect(text).not.toMatch(/García|Tanaka|ES91|BOTK|Test Employer|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/)
    expect((await fetch(`${url(process)}/health/live`)).status).toBe(200)
  }
  const [relay, search, finance, jobs] = await Promise.all(
    (['outbox-relay', 'search-projector', 'finance-loader', 'jobs'] as const).map((process) => scrape(url(process))),
  )
  const position = metricValue(relay ?? [], 'payledger_relay_position')
  expect(metricValue(relay ?? [], 'payledger_relay_leading')).toBe(1)
  expect(metricValue(relay ?? [], 'messaging_client_sent_messages_total', { messaging_system: 'kafka' })).toBe(position)
  for (const [copy, scraped] of [
    ['search', search ?? []],
    ['finance', finance ?? []],
  ] as const) {
    expect(metricValue(scraped, 'payledger_copy_position', { copy })).toBe(position)
    expect(metricValue(scraped, 'payledger_copy_dead_letters', { copy })).toBe(0)
  }
  expect(metricValue(jobs ?? [], 'payledger_ready')).toBe(1)
  // Read at most every ten seconds.
  await until('every worker is heard, and nothing waits', async () => {
    const scraped = await scrape(url('jobs'))
    const heard = scraped.filter(({ name }) => name === 'payledger_heartbeat_age_seconds').map(({ labels }) => labels.process)
    return heard.join() === ['outbox-relay', ...WORKERS].join() && metricValue(scraped, 'payledger_outbox_oldest_age_seconds') === 0
  })
})

it('Kafka, Elasticsearch, Postgres and the bank’s folders: who needs them is not ready, who does not is, and all are again', {
  timeout: 900_000,
}, async () => {
  const { servers, ground, change } = stack
  await servers.kafka?.stop()
  await change()
  const reads = /It reads no partition/
  await notReady('Kafka is down', {
    'outbox-relay': /published nothing|does not lead yet/,
    'search-projector': reads,
    'finance-loader': reads,
  })
  await until(
    'the outbox is seen to wait',
    async () => (metricValue(await scrape(url('jobs')), 'payledger_outbox_oldest_age_seconds') ?? 0) > 0,
  )
  await servers.kafka?.start()
  await notReady('Kafka is back', {})

  await servers.elasticsearch?.stop(60_000)
  await change()
  await notReady('Elasticsearch is down', { 'search-projector': /applied none|could not be made to answer/ })
  const stuck = await scrape(url('search-projector'))
  expect(metricValue(stuck, 'payledger_ready')).toBe(0)
  expect(metricValue(stuck, 'payledger_copy_apply_retries_total', { copy: 'search' })).toBeGreaterThan(0)
  expect(metricValue(stuck, 'payledger_failures_total')).toBeGreaterThan(0)
  await servers.elasticsearch?.start()
  await notReady('Elasticsearch is back', {})

  const inbox = join(ground.env.BANK_DIR ?? '', 'inbox')
  renameSync(inbox, `${inbox}.away`)
  await notReady('the inbox is away', { 'bank-gateway': /Its last round failed/ })
  expect(metricValue(await scrape(url('bank-gateway')), 'payledger_bank_inbox_files')).toBeNull()
  renameSync(`${inbox}.away`, inbox)
  await notReady('the inbox is back', {})

  await servers.postgres?.stop()
  const [app, jobs, reconciler] = [/ledger does not/, /queue does not answer/, /last round failed|heartbeat/]
  await notReady('Postgres is down', { app, 'outbox-relay': /not/, 'bank-gateway': /./, jobs, reconciler })
  expect(metricValue(await scrape(url('jobs')), 'payledger_outbox_waiting_events')).toBeNull()
  await servers.postgres?.start()
  await notReady('Postgres is back', {})
})

it('a Postgres that hangs is as bad as none, and whoever asks has an answer', { timeout: 900_000 }, async () => {
  const { servers } = stack
  const pid = servers.postgres?.pid ?? 0
  const backends = () =>
    execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number)
  const all = [pid, ...backends()]
  for (const each of all) process.kill(each, 'SIGSTOP')
  try {
    const anything = {
      app: /ledger does not/,
      'outbox-relay': /not|nothing/,
      'bank-gateway': /heartbeat|round/,
      jobs: /queue does not answer/,
      reconciler: /heartbeat|last round/,
    }
    await notReady('Postgres hangs', anything)
    // Each is scraped all the same, and by two at once.
    await Promise.all([...SERVED, ...SERVED].map((process) => scrape(url(process))))
  } finally {
    for (const each of all) process.kill(each, 'SIGCONT')
  }
  await notReady('Postgres goes on', {})
})

it('a standby without a port of its own says so and works, and has the port when the leader is killed', { timeout: 900_000 }, async () => {
  const { ground, saysError } = stack
  const leads = async () => metricValue(await scrape(url('outbox-relay')).catch(() => []), 'payledger_relay_leading')
  const before = await leads()
  expect(before).toBe(1)
  const second = ground.relay()
  expect(await saysError('outbox-relay-standby', /is taken by another program: outbox-relay goes on with its work/)).toContain(
    String(first + 1),
  )
  expect(second.isRunning()).toBe(true)
  await leader.kill9()
  await until('the second leads, and is asked where the first was', async () => (await leads()) === 1)
})

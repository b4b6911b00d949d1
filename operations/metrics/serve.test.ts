/** The small server of each process: what it answers, what it refuses, and that nothing about it stops the process. */
import { execFile } from 'node:child_process'
import { connect, createServer, type Server } from 'node:net'
import { promisify } from 'node:util'
import { afterEach, expect, it, vi } from 'vitest'
import { createLog } from '@/platform/log'
import { nextFreeRow } from '@/stack/ports'
import { metricValue, readiness, readMetrics, scrape } from '@/stack/test-runner/scraped'
import { variablesWith } from '@/stack/variable'
import { METRICS_VARIABLES, metricsAddress, SERVED, urlOf } from './address'
import type { Samples } from './metrics'
import { type Served, type ServeOptions, serveMetrics } from './serve'

const open: (Served | Server)[] = []
afterEach(async () => {
  for (const each of open.splice(0)) 'stop' in each ? await each.stop() : await new Promise((resolve) => each.close(resolve))
})

const FIRST = 22_000 + (process.pid % 20_000)
async function serve(more: Partial<ServeOptions> = {}) {
  const port = await nextFreeRow(FIRST, SERVED.length)
  const address = { host: '127.0.0.1', port }
  const said: string[] = []
  const options: ServeOptions = {
    ...{ process: 'jobs', version: '1.2.3', address, log: createLog('test', 'silent'), failures: () => 7 },
    read: () => ({ payledger_outbox_waiting_events: 5, payledger_jobs_failed: [{ labels: { queue: 'sweep' }, value: 2 }] }),
    problems: () => [],
    onError: (error) => said.push((error as Error).message),
    ...more,
  }
  open.push(serveMetrics(options))
  const url = urlOf(options.address ?? address)
  return { url, said, port }
}
const answers = (url: string) => vi.waitFor(() => fetch(`${url}/health/live`), { timeout: 15_000, interval: 20 })

it('serves what it knows, and nothing of what it does not', async () => {
  const { url } = await serve({
    read: () => ({ payledger_outbox_waiting_events: 5, payledger_stranded_runs: null, payledger_jobs_failed: [] }),
  })
  expect(await (await answers(url)).json()).toEqual({ status: 'live' })
  const [first, second] = await Promise.all([scrape(url), scrape(url)])
  for (const scraped of [first, second, await scrape(url)]) {
    expect(metricValue(scraped, 'payledger_outbox_waiting_events')).toBe(5)
    expect(metricValue(scraped, 'payledger_failures_total', { process: 'jobs' })).toBe(7)
    expect(metricValue(scraped, 'payledger_process_info', { version: '1.2.3' })).toBe(1)
    expect(metricValue(scraped, 'payledger_stranded_runs')).toBeNull()
    expect(metricValue(scraped, 'payledger_jobs_failed')).toBeNull()
    expect(metricValue(scraped, 'process_cpu_seconds_total')).not.toBeNull()
    expect(metricValue(scraped, 'nodejs_eventloop_lag_p99_seconds')).not.toBeNull()
  }
})

it('a counter goes on where it was, a number that is none is left out, and there are never more than 64 sets of labels', async () => {
  let handed = 3
  const many: Samples = {
    payledger_jobs_failed: Array.from({ length: 1_000 }, (_, n) => ({ labels: { queue: `q${n}` }, value: n })),
    payledger_outbox_waiting_events: Number.NaN,
  }
  const { url } = await serve({ read: () => many, failures: () => handed })
  await answers(url)
  const before = await scrape(url)
  expect(before.filter(({ name }) => name === 'payledger_jobs_failed')).toHaveLength(64)
  expect(metricValue(before, 'payledger_outbox_waiting_events')).toBeNull()
  handed = 5
  expect(metricValue(await scrape(url), 'payledger_failures_total')).toBe(5)
})

it('is ready until there is a problem, and again when it is gone; how it does is a metric too', async () => {
  const problems: string[] = []
  const { url } = await serve({ problems: () => problems })
  await answers(url)
  expect(await readiness(url)).toEqual({ status: 200, problems: [] })
  problems.push('The queue does not answer.')
  expect(await readiness(url)).toEqual({ status: 503, problems: ['The queue does not answer.'] })
  expect(metricValue(await scrape(url), 'payledger_ready', { process: 'jobs' })).toBe(0)
  expect((await fetch(`${url}/health/live`)).status).toBe(200)
  problems.pop()
  expect(await readiness(url)).toEqual({ status: 200, problems: [] })
})

it('is not ready when it cannot say so, and is then scraped all the same', async () => {
  const { url } = await serve({ problems: () => Promise.reject(new Error('x')), read: () => Promise.reject(new Error('x')) })
  await answers(url)
  expect((await readiness(url)).status).toBe(503)
  expect(metricValue(await scrape(url), 'payledger_ready')).toBe(0)
  const hanging = await serve({ problems: () => new Promise(() => {}) })
  await answers(hanging.url)
  expect(await readiness(hanging.url)).toEqual({ status: 503, problems: ['It has not said within 5 s how it does.'] })
})

it('is only read, and has three paths', async () => {
  const { url } = await serve()
  await answers(url)
  const status = async (path: string, method = 'GET') =>
    (await fetch(url + path, { method, ...(method === 'POST' && { body: 'x'.repeat(1e6) }) })).status
  expect(await status('/')).toBe(404)
  expect(await status('/metrics/../../etc/passwd')).toBe(404)
  expect(await status('/metrics', 'POST')).toBe(405)
  expect(await status('/health/ready', 'DELETE')).toBe(405)
  expect(await status('/metrics?x=1')).toBe(200)
  const head = await fetch(`${url}/metrics`, { method: 'HEAD' })
  expect([head.status, await head.text(), head.headers.get('cache-control')]).toEqual([200, '', 'no-store'])
})

it('a port that is taken is said in one sentence, once, and is served from when it is free', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const port = await nextFreeRow(FIRST, 1)
    const other = createServer().listen(port, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { said, url } = await serve({ address: { host: '127.0.0.1', port } })
    const turn = () => new Promise((resolve) => setImmediate(resolve))
    while (said.length === 0) await turn()
    for (let n = 0; n < 3; n += 1) {
      vi.advanceTimersByTime(10_000)
      for (let turns = 0; turns < 20; turns += 1) await turn()
    }
    expect(said).toEqual([
      `Port ${port} on 127.0.0.1 is taken by another program: jobs goes on with its work, but serves no metrics and no health until it is free (METRICS_PORT).`,
    ])
    await new Promise((resolve) => other.close(resolve))
    vi.advanceTimersByTime(10_000)
    vi.useRealTimers()
    expect((await answers(url)).status).toBe(200)
  } finally {
    vi.useRealTimers()
  }
})

it('an address that this machine does not have is said as well', async () => {
  const { said } = await serve({ address: { host: '192.0.2.1', port: 22_000 } })
  await vi.waitFor(() =>
    expect(said).toEqual([expect.stringMatching(/^Port 22000 on 192\.0\.2\.1 cannot be listened on \(EADDRNOTAVAIL\): jobs goes on/)]),
  )
})

it('people who connect and say nothing keep nobody out for long, and do not keep it from ending', async () => {
  const { url, port } = await serve()
  await answers(url)
  const idle = Array.from({ length: 20 }, () => connect(port, '127.0.0.1').on('error', () => {}))
  await Promise.all(idle.map((socket) => new Promise((resolve) => socket.once('connect', resolve))))
  expect((await fetch(`${url}/health/live`)).status).toBe(200)
  const garbage = connect(port, '127.0.0.1').on('error', () => {})
  garbage.write('\0\0\0 not http\r\n\r\n')
  await new Promise((resolve) => garbage.once('close', resolve))
  expect((await fetch(`${url}/health/live`)).status).toBe(200)
  await Promise.all(open.splice(0).map((each) => 'stop' in each && each.stop()))
  await expect(fetch(`${url}/health/live`)).rejects.toThrow()
})

it('without METRICS_PORT it serves nothing, and each process of a machine has its own', () => {
  expect(metricsAddress('app', { METRICS_HOST: '127.0.0.1' })).toBeNull()
  const ports = SERVED.map((process) => metricsAddress(process, { METRICS_PORT: 9464, METRICS_HOST: '::' })?.port)
  expect(ports).toEqual([9464, 9465, 9466, 9467, 9468, 9469, 9470])
  expect(urlOf({ host: '::', port: 1 })).toBe('http://[::1]:1')
  expect(urlOf({ host: '0.0.0.0', port: 1 })).toBe('http://127.0.0.1:1')
  expect(METRICS_VARIABLES).toHaveLength(2)
})

it('who asks from a unit is told why, and whether to go on', { timeout: 60_000 }, async () => {
  const problems: string[] = ['The queue does not answer.']
  const { url, port } = await serve({ problems: () => problems })
  await answers(url)
  const ask = (env: Record<string, string>, ...args: string[]) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'operations/metrics/ask-ready.ts', ...args], {
      env: variablesWith(env) as NodeJS.ProcessEnv,
    }).then(
      ({ stderr }) => [0, stderr],
      ({ code, stderr }: { code: number; stderr: string }) => [code, stderr],
    )
  const set = { METRICS_PORT: String(port - SERVED.indexOf('jobs')) }
  expect(await ask(set, 'jobs')).toEqual([1, 'jobs is not ready: The queue does not answer.\n'])
  expect(await ask(set, 'outbox-relay')).toEqual([1, 'outbox-relay is not ready: It does not answer.\n'])
  expect(await ask({ METRICS_PORT: '' }, 'jobs')).toEqual([0, 'METRICS_PORT is not set, so nobody can be asked.\n'])
  expect((await ask(set, 'cook'))[0]).toBe(1)
  const waiting = ask(set, 'jobs', '--wait', '30')
  setTimeout(() => problems.pop(), 1_500)
  expect(await waiting).toEqual([0, ''])
})

it('reads as strictly as the format is written', () => {
  const good = '# HELP a A.\n# TYPE a counter\na_total{b="c\\"d"} 1\n# EOF\n'
  expect(readMetrics(good)).toEqual([{ name: 'a_total', type: 'counter', labels: { b: 'c\\"d' }, value: 1 }])
  for (const bad of [
    'a_total 1\n# EOF\n',
    good.replace('# EOF\n', ''),
    good.replace('a_total', 'a'),
    good.replace('} 1\n', '} 1\na_total{b="c\\"d"} 1\n'),
    good.replace('"} 1', '} 1'),
  ])
    expect(() => readMetrics(bad), bad).toThrow()
})

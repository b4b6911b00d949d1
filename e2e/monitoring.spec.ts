/** What whoever watches the installation sees: all of it as `npm start` runs it, each process on its port, and nothing of it where people go. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { metricsAddress, SERVED, urlOf } from '@/operations/metrics/address'
import { metricValue, readiness, scrape } from '@/stack/test-runner/scraped'
import { expect, test } from './product'
import { findPrometheus, startPrometheus } from './prometheus'

test('every process of a running installation is ready and can be scraped', async ({ productDir, baseURL, request }) => {
  const { env } = JSON.parse(readFileSync(join(productDir, 'stack.json'), 'utf8')) as { env: Record<string, string> }
  for (const process of SERVED) {
    const address = metricsAddress(process, { METRICS_PORT: Number(env.METRICS_PORT), METRICS_HOST: '127.0.0.1' })
    const url = address ? urlOf(address) : ''
    await expect.poll(() => readiness(url).then(({ problems }) => problems), { timeout: 60_000 }).toEqual([])
    expect(metricValue(await scrape(url), 'payledger_ready', { process })).toBe(1)
    expect(metricValue(await scrape(url), 'payledger_process_info', { process, version: '0.1.0' })).toBe(1)
  }
  const app = metricsAddress('app', { METRICS_PORT: Number(env.METRICS_PORT), METRICS_HOST: '127.0.0.1' })
  await request.get('/sign-in')
  expect(metricValue(await scrape(app ? urlOf(app) : ''), 'payledger_http_responses_total', { status_class: '2xx' })).toBeGreaterThan(0)
  const open = await request.get(`${baseURL}/metrics`, { maxRedirects: 0 })
  expect([307, 404]).toContain(open.status())
  expect(await open.text()).not.toContain('payledger_')
})

test('a real Prometheus scrapes every process, takes every rule, and calls for the one that is gone', async ({ productDir }) => {
  const program = findPrometheus()
  test.skip(program === null, 'Prometheus is not installed (package prometheus)')
  const { env } = JSON.parse(readFileSync(join(productDir, 'stack.json'), 'utf8')) as { env: Record<string, string> }
  const addresses = SERVED.filter((process) => process !== 'reconciler').map((process) => {
    const address = metricsAddress(process, { METRICS_PORT: Number(env.METRICS_PORT), METRICS_HOST: '127.0.0.1' })
    return `${address?.host}:${address?.port}`
  })
  const prometheus = await startPrometheus(program ?? '', addresses)
  try {
    const health = async () => (await prometheus.targets().catch(() => [])).map((target) => target.health)
    await expect.poll(health, { timeout: 60_000 }).toEqual(addresses.map(() => 'up'))
    const evaluated = async () => [...new Set((await prometheus.rules()).map((rule) => `${rule.health} ${rule.lastError ?? ''}`))]
    await expect.poll(evaluated, { timeout: 30_000 }).toEqual(['ok '])
    const critical = async () =>
      (await prometheus.rules()).filter(({ alerts, labels }) => alerts.length > 0 && labels.severity === 'critical').map(({ name }) => name)
    await expect.poll(critical, { timeout: 30_000 }).toEqual(['PayLedgerReconcilerGone'])
  } finally {
    await prometheus.stop()
  }
})

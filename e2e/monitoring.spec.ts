/** What whoever watches the installation sees: all of it as `npm start` runs it, each process on its port, and nothing of it where people go. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { metricsAddress, SERVED, urlOf } from '@/operations/metrics/address'
import { metricValue, readiness, scrape } from '@/stack/test-runner/scraped'
import { expect, test } from './product'

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

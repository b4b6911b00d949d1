/** More is in hand than can be answered soon: what comes on top is refused at once, and everything else is answered once it can be. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { expectGood } from './legible'
import { become } from './people'
import { expect, test } from './product'

const MANY = 40
/** As many as an app takes that has answered nothing for a while. */
const TAKEN = 20

test('whoever comes on top is put off at once, and is let in by itself', async ({ page, demoPassword, baseURL, productDir }) => {
  await become(page, 'coordinator', demoPassword, baseURL ?? '')
  const { env } = JSON.parse(readFileSync(join(productDir, 'stack.json'), 'utf8')) as { env: Record<string, string> }
  const owner = new Client({ connectionString: env.DATABASE_URL })
  await owner.connect()
  await owner.query('BEGIN')
  // Whatever asks for companies waits.
  await owner.query('LOCK TABLE company IN ACCESS EXCLUSIVE MODE')
  const ask = () => page.request.get('/api/companies', { timeout: 60_000 })
  const waiting = Array.from({ length: MANY }, ask)
  await page.waitForTimeout(2_500)

  const refused = await ask()
  expect(refused.status()).toBe(503)
  expect(refused.headers()['retry-after']).toBe('2')
  expect(await refused.json()).toMatchObject({ type: 'urn:payledger:problem:busy' })
  expect((await page.request.get('/api/health/live')).status()).toBe(200)
  const answer = await page.goto('/payroll')
  expect(answer?.status()).toBe(503)
  await expect(page.getByRole('heading', { level: 1, name: 'PayLedger is busy' })).toBeVisible()
  await expectGood(page)

  await owner.query('ROLLBACK')
  await owner.end()
  await expect(page.getByRole('heading', { level: 1, name: 'Payroll' })).toBeVisible({ timeout: 30_000 })
  const statuses = (await Promise.all(waiting)).map((each) => each.status())
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(TAKEN)
  expect([...new Set(statuses)].sort()).toEqual([200, 503])
})

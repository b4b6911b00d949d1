/** One picture of each desk for README, from the sample data. `npm run screenshots` takes them anew. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { become, type Person } from './people'
import { expect, test } from './product'

const DESKS: readonly { name: string; person: Person; path: string; open?: (page: Page) => Promise<unknown> }[] = [
  { name: 'payroll', person: 'approver', path: '/payroll?inbox=done' },
  {
    name: 'run',
    person: 'approver',
    path: '/payroll?inbox=done',
    open: (page) => page.locator('tbody').getByRole('link').first().click(),
  },
  { name: 'support', person: 'support', path: '/support?q=garcia%20status%3Afailed' },
  {
    name: 'payout',
    person: 'support',
    path: '/support?q=garcia%20status%3Afailed',
    open: (page) => page.locator('tbody').getByRole('link').first().click(),
  },
  { name: 'finance', person: 'finance', path: '/finance/corridors' },
  { name: 'operations', person: 'operator', path: '/operations' },
]

for (const { name, person, path, open } of DESKS) {
  test(`a picture of ${name}`, async ({ page, demoPassword, baseURL, picturesDir, viewport }) => {
    test.setTimeout(180_000)
    test.skip(viewport?.width !== 1280, 'README shows the desk’s width')
    const ready = async () => await (await page.request.get('/api/health/ready')).json()
    await expect.poll(ready, { timeout: 120_000 }).toMatchObject({ search: { state: 'fresh' }, finance: { state: 'fresh' } })
    await become(page, person, demoPassword, baseURL ?? '')
    await page.goto(path, { waitUntil: 'networkidle' })
    if (open) {
      const before = page.url()
      await open(page)
      await expect(page).not.toHaveURL(before)
      await page.waitForLoadState('networkidle')
    }
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
    await page.screenshot({ path: join(picturesDir, `${name}.png`) })
  })
}

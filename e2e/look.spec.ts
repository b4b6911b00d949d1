/** Every desk at a desk's and a phone's width, light and dark: nothing overflows, and axe finds nothing. */
import { expectGood } from './legible'
import { become, type Person } from './people'
import { expect, test } from './product'

const PAGES: readonly { person: Person; path: string }[] = [
  { person: 'coordinator', path: '/payroll' },
  { person: 'coordinator', path: '/payroll/new' },
  { person: 'support', path: '/support?q=garcia' },
  { person: 'support', path: '/support?q=nobody-is-called-this' },
  { person: 'finance', path: '/finance' },
  { person: 'finance', path: '/finance/corridors' },
  { person: 'finance', path: '/finance/countries' },
  { person: 'finance', path: '/finance/certificate' },
  { person: 'finance', path: '/finance/changes' },
  { person: 'finance', path: '/finance/months' },
  { person: 'finance', path: '/finance/months/2026-01' },
  { person: 'finance', path: '/finance/posting-accounts' },
  { person: 'finance', path: '/finance/settlement' },
  { person: 'finance', path: '/finance/failures' },
  { person: 'finance', path: '/finance/rows?figure=fees' },
  { person: 'finance', path: '/finance/sql?figure=fees&by=corridor' },
  { person: 'finance', path: '/finance/questions' },
  { person: 'finance', path: '/finance/exports' },
  { person: 'operator', path: '/operations' },
  { person: 'operator', path: '/operations/runbooks/copy-behind' },
]

for (const { person, path } of PAGES) {
  test(`${path} is legible and fits`, async ({ page, demoPassword, baseURL }) => {
    await become(page, person, demoPassword, baseURL ?? '')
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectGood(page)
  })
}

test('no column of a run’s lines is cut off at any width, whatever a bank gave as the reason', async ({
  page,
  demoPassword,
  baseURL,
  viewport,
}) => {
  test.skip(viewport?.width !== 1280, 'one page in several widths')
  await become(page, 'coordinator', demoPassword, baseURL ?? '')
  const { rows } = (await (await page.request.get('/api/payroll-runs?inbox=attention')).json()) as { rows: { id: string }[] }
  expect(rows.length).toBeGreaterThan(0)
  for (const run of rows.slice(0, 3)) {
    await page.goto(`/payroll/runs/${run.id}?only=stopped`)
    await expect(page.getByRole('table', { name: /^Lines of/ })).toBeVisible()
    for (const width of [1024, 1280, 1440, 1920]) {
      await page.setViewportSize({ width, height: 800 })
      const beyond = await page
        .getByRole('table', { name: /^Lines of/ })
        .evaluate((table) => table.scrollWidth - (table.parentElement?.clientWidth ?? 0))
      expect(beyond, `${page.url()} at ${width} px`).toBeLessThanOrEqual(1)
    }
  }
})

test('no table of inbox, changes or a failed payout is cut off at any width', async ({ page, demoPassword, baseURL, viewport }) => {
  test.skip(viewport?.width !== 1280, 'one page in several widths')
  await become(page, 'coordinator', demoPassword, baseURL ?? '')
  const { hits } = (await (await page.request.get('/api/search/payouts?q=status:failed')).json()) as { hits: { id: string }[] }
  const { rows } = (await (await page.request.get('/api/payroll-runs?inbox=attention')).json()) as { rows: { id: string }[] }
  for (const path of ['/payroll?inbox=attention', `/payroll/runs/${rows[0]?.id}?tab=changes`, `/payouts/${hits[0]?.id}`]) {
    await page.goto(path)
    await expect(page.getByRole('table').first()).toBeVisible()
    for (const width of [1024, 1280, 1440, 1920]) {
      await page.setViewportSize({ width, height: 800 })
      for (const table of await page.getByRole('table').all()) {
        const beyond = await table.evaluate((each) => each.scrollWidth - (each.parentElement?.clientWidth ?? 0))
        expect(beyond, `${path} at ${width} px`).toBeLessThanOrEqual(1)
      }
    }
  }
})

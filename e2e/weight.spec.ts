/** No page loads more script than it needs: what a desk opens with stays below a limit, compressed. */
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { become, type Person } from './people'
import { expect, test } from './product'

test.skip(({ viewport }) => viewport?.width !== 1280, 'the same scripts at any width')

const DESK_BYTES_MAX = 180_000
/** Whoever signs in waits for it first; all but 4 kB of it is the framework. */
const SIGN_IN_BYTES_MAX = 140_000

const DESKS: readonly { person: Person; path: string }[] = [
  { person: 'coordinator', path: '/payroll' },
  { person: 'coordinator', path: '/payroll/new' },
  { person: 'coordinator', path: '/payroll/bank-files' },
  { person: 'coordinator', path: '/payroll/findings' },
  { person: 'support', path: '/support?q=garcia' },
  { person: 'finance', path: '/finance' },
  { person: 'finance', path: '/finance/corridors' },
  { person: 'finance', path: '/finance/countries' },
  { person: 'operator', path: '/operations' },
]

test('the sign-in page loads little more than the framework', async ({ page }) => {
  expect(await scriptBytes(page, '/sign-in')).toBeLessThan(SIGN_IN_BYTES_MAX)
})

for (const { person, path } of DESKS) {
  test(`${path} loads the script it opens with, and no more`, async ({ page, demoPassword, baseURL }) => {
    await become(page, person, demoPassword, baseURL ?? '')
    expect(await scriptBytes(page, path)).toBeLessThan(DESK_BYTES_MAX)
  })
}

test('a page that lay open while another version was installed is loaded anew at the first sign of use', async ({
  page,
  demoPassword,
  baseURL,
}) => {
  await become(page, 'coordinator', demoPassword, baseURL ?? '')
  await page.goto('/payroll', { waitUntil: 'networkidle' })
  let installed = true
  await page.route('**/_next/static/**', (route) => (installed ? route.fulfill({ status: 404 }) : route.continue()))
  page.on('request', (request) => {
    if (request.isNavigationRequest()) installed = false
  })
  const again = page.waitForEvent('load')
  await page.mouse.move(300, 300)
  await again
  await page.getByRole('button', { name: /Coordinator/ }).click()
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible()
})

/** The scripts that the page itself names, compressed; what it loads once somebody uses it, and charts, come later. */
async function scriptBytes(page: Page, path: string): Promise<number> {
  const html = await (await page.request.get(path)).text()
  const scripts = [...html.matchAll(/<script[^>]*?src="([^"]+)"[^>]*>/g)]
    .filter(([tag]) => !/nomodule/i.test(tag))
    .map(([, address]) => address)
  const sizes = [...new Set(scripts)].map(async (address = '') => gzipSync(await (await page.request.get(address)).body()).length)
  expect(sizes.length).toBeGreaterThan(5)
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0)
}

/** No page loads more script than it needs: what a desk opens with stays below a limit, as it comes over the wire. */
import type { Page } from '@playwright/test'
import { become, type Person } from './people'
import { expect, test } from './product'

const DESK_BYTES_MAX = 180_000
/** Whoever signs in waits for it first; the framework alone has 135 kB. */
const SIGN_IN_BYTES_MAX = 140_000

const DESKS: readonly { person: Person; path: string }[] = [
  { person: 'coordinator', path: '/payroll' },
  { person: 'coordinator', path: '/payroll/new' },
  { person: 'coordinator', path: '/payroll/bank-files' },
  { person: 'coordinator', path: '/payroll/findings' },
  { person: 'support', path: '/support?q=garcia' },
  { person: 'finance', path: '/finance' },
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

/** What of the page's scripts came over the wire, compressed, until nothing more was asked for. */
async function scriptBytes(page: Page, path: string): Promise<number> {
  const wire = await page.context().newCDPSession(page)
  await wire.send('Network.enable')
  const scripts = new Map<string, number>()
  wire.on('Network.responseReceived', ({ requestId, type }) => void (type === 'Script' && scripts.set(requestId, 0)))
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) scripts.set(requestId, encodedDataLength)
  })
  await page.goto(path, { waitUntil: 'networkidle' })
  return [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0)
}

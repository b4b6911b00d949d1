/** The support desk: found in any spelling, true whatever the copy says, and of use while search is down. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Found, FoundPayout } from '@/desks/support/find-payouts'
import { expectGood } from './legible'
import { become } from './people'
import { expect, killServer, test } from './product'

test.setTimeout(240_000)
test.beforeEach(async ({ page, demoPassword, baseURL }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await become(page, 'support', demoPassword, baseURL ?? '')
  // Just after the start the sample data may still be on its way.
  await searchAnswers(page)
})

const searchAnswers = (page: Page) =>
  expect.poll(async () => (await search(page, '')).readFrom, { message: 'search answers', timeout: 180_000 }).toBe('search')

async function search(page: Page, q: string): Promise<Found> {
  const answer = await page.request.get(`/api/search/payouts?q=${encodeURIComponent(q)}`)
  expect(answer.status()).toBe(200)
  return (await answer.json()) as Found
}

async function firstOf(page: Page, q: string): Promise<FoundPayout> {
  const [hit] = (await search(page, q)).hits
  if (!hit) throw new Error(`the sample data has nothing for ${q}`)
  return hit
}

/** Words of the page. While it streams in, they stand a second time beside it, hidden. */
const said = (page: Page, words: string | RegExp) => page.locator('#main').getByText(words)

const support = (page: Page, q: string) => page.goto(`/support?q=${encodeURIComponent(q)}`)
const rows = (page: Page) =>
  page
    .getByRole('table', { name: 'Payouts found' })
    .getByRole('row')
    .filter({ has: page.getByRole('link') })

/** The copy of one payout in the index, altered behind the product's back. @returns what puts it back as it was. */
async function alterCopy(productDir: string, id: string, status: string): Promise<() => Promise<void>> {
  const { env } = JSON.parse(readFileSync(join(productDir, 'stack.json'), 'utf8')) as { env: Record<string, string> }
  const index = `${env.ELASTICSEARCH_URL}/${env.SEARCH_INDEX_PREFIX ?? ''}payouts`
  const send = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${index}/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as { _source: object; _version: number }
  }
  const { _source: before, _version: version } = await send('GET', `_doc/${id}`)
  const write = (document: object) => send('PUT', `_doc/${id}?refresh=true&version=${version}&version_type=external_gte`, document)
  await write({ ...before, status, state: { ...(before as { state: object }).state, status } })
  return async () => {
    await write(before)
  }
}

test('a name without its accents and a filter find who is meant, and every filter is a link', async ({ page }) => {
  await support(page, 'garcia status:failed')
  await expect(rows(page).first()).toContainText('García')
  for (const row of await rows(page).all()) await expect(row).toContainText('Failed')
  await expect(page.locator('mark').first()).toHaveText('García')
  await expect(said(page, 'Checked against the ledger just now: every row is up to date.')).toBeVisible()
  await expectGood(page)

  const failed = await search(page, 'garcia status:failed')
  const all = await search(page, 'garcia')
  const counts = (found: Found) => Object.fromEntries((found.facets.status ?? []).map(({ value, count }) => [value, count]))
  // What one could choose instead is counted as if nothing were chosen yet.
  expect(counts(failed)).toEqual(counts(all))
  expect(counts(all).failed).toBe(failed.total)

  await support(page, 'garcia status:lost')
  await expect(said(page, /status:lost \(expected submitted, withdrawn/)).toBeVisible()
})

test('date and reference of every row are there at any width, whatever a bank gave as the reason', async ({ page, viewport }) => {
  test.skip(viewport?.width !== 1280, 'one page in several widths')
  await support(page, 'status:failed')
  for (const width of [1024, 1280, 1440, 1920]) {
    await page.setViewportSize({ width, height: 800 })
    const beyond = () =>
      page.getByRole('table', { name: 'Payouts found' }).evaluate((table) => {
        const frame = table.parentElement
        return frame === null ? null : table.getBoundingClientRect().right - frame.getBoundingClientRect().right
      })
    await expect.poll(beyond, { message: `at ${width} px`, timeout: 5_000 }).toBeLessThanOrEqual(1)
  }
})

test('on a phone the filters open by their name', async ({ page, viewport }) => {
  test.skip(viewport?.width !== 320, 'beside the results they are simply there')
  await support(page, 'garcia')
  const failed = page.getByRole('region', { name: 'Status' }).getByRole('link', { name: /^Failed/ })
  await expect(failed).toBeHidden()
  await page.getByRole('button', { name: 'Filters' }).click()
  await failed.click()
  await expect(page).toHaveURL(/status%3Afailed/)
  await expectGood(page)
})

test('a copy that was altered is not believed: the row shows its true status', async ({ page, productDir }) => {
  const payout = await firstOf(page, 'garcia status:failed')
  const restore = await alterCopy(productDir, payout.id, 'settled')
  try {
    await support(page, `ref:${payout.endToEndId}`)
    const row = rows(page).filter({ hasText: payout.name })
    await expect(row).toContainText('Failed')
    await expect(row).toContainText('was settled in search')
    await expect(said(page, '1 row was behind and shows its true status.')).toBeVisible()
    await expectGood(page)
  } finally {
    await restore()
  }
})

test('a payout that has moved meanwhile is not held on what was seen before', async ({ page, demoPassword, baseURL, browser }) => {
  const payout = await firstOf(page, 'status:submitted company:HWA')
  await page.goto(`/payouts/${payout.id}`, { waitUntil: 'networkidle' })
  await page.getByRole('button', { name: 'Hold…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('the bank called')

  const context = await browser.newContext({ baseURL: baseURL ?? '' })
  const other = await context.newPage()
  await become(other, 'coordinator', demoPassword, baseURL ?? '')
  const act = (verb: string, version: number) =>
    other.request.post(`/api/payouts/${payout.id}/${verb}`, {
      data: { reason: 'asked by phone' },
      headers: { 'if-match': `"${version}"`, 'idempotency-key': crypto.randomUUID(), origin: new URL(baseURL ?? '').origin },
    })
  const held = await act('holds', payout.version)
  expect(held.status()).toBeLessThan(300)
  // Whoever names the change gets an answer that has it, or none.
  const query = new URLSearchParams({ q: payout.id, after: held.headers()['x-change-token'] ?? '' })
  const found = async () => {
    const answer = await page.request.get(`/api/search/payouts?${query}`)
    expect([200, 503]).toContain(answer.status())
    expect(Date.parse(answer.headers()['covered-until'] ?? '')).not.toBeNaN()
    return answer.status() === 200 ? ((await answer.json()) as { hits: { copyVersion: number }[] }).hits[0]?.copyVersion : null
  }
  await expect.poll(found, { timeout: 60_000 }).toBe(payout.version + 1)

  await dialog.getByRole('button', { name: 'Hold', exact: true }).click()
  await expect(dialog.getByRole('columnheader', { name: 'You saw' })).toBeVisible()
  await expect(dialog.getByRole('columnheader', { name: 'Now' })).toBeVisible()
  await expect(dialog.getByRole('row').filter({ hasText: /State|Status/ })).toHaveText(/Submitted.*On hold/i)
  await expect(dialog.getByLabel('Reason')).toHaveValue('the bank called')
  await expect(dialog.getByRole('button', { name: 'Hold as it is now' })).toHaveAttribute('aria-disabled', 'true')
  await expectGood(page)
  expect((await act('hold-releases', payout.version + 1)).status()).toBeLessThan(300)
  await context.close()
})

test('while search is down the page says so, and a whole reference is found in the ledger', async ({ page, productDir }) => {
  const payout = await firstOf(page, 'garcia status:failed')
  const back = killServer(productDir, 'elasticsearch')
  await support(page, 'garcia')
  await expect(said(page, 'Search is down.')).toBeVisible()
  await expect(said(page, 'Without search you can only find a whole reference, payout id or account number.')).toBeVisible()
  await expectGood(page)
  await support(page, `ref:${payout.endToEndId}`)
  await expect(rows(page).filter({ hasText: payout.name })).toContainText('Failed')
  await expect(said(page, 'Read from the ledger.')).toBeVisible()
  await back()
  await searchAnswers(page)
})

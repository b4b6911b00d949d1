/** Finance looks at fees and countries: the figures of chart, table and API agree, the address says it all, and lost files come back. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { APIRequestContext, Page } from '@playwright/test'
import { formatMinor } from '@/events/money'
import { become } from './people'
import { expect, test } from './product'

type Fees = {
  rows: { month: string; corridor: string; currency: string; payouts: number; feeMinor: string }[]
  coverage: { position: string; coveredUntil: string; complete: boolean }
}

test.beforeEach(({ page, demoPassword, baseURL }) => become(page, 'finance', demoPassword, baseURL ?? ''))

async function fees(request: APIRequestContext, query = ''): Promise<Fees> {
  const answer = await request.get(`/api/finance/fees-by-corridor${query}`)
  expect(answer.status(), await answer.text()).toBe(200)
  return (await answer.json()) as Fees
}

/** The fees of a corridor over all months, as the page writes them. */
function feesOf({ rows }: Fees, corridor: string, currency: string): string {
  const mine = rows.filter((row) => row.corridor === corridor && row.currency === currency)
  return formatMinor(
    mine.reduce((sum, row) => sum + BigInt(row.feeMinor), 0n),
    currency,
  )
}

const rowOf = (page: Page, words: string) => page.getByRole('row').filter({ hasText: words })

test('fees by corridor are the same on the page and in the API, in yen without and in dinars with three decimals', async ({ page }) => {
  const answer = await fees(page.request)
  expect(answer.coverage.complete).toBe(true)
  await page.goto('/finance')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Fees by corridor')
  for (const [corridor, currency] of [
    ['DE-ES', 'EUR'],
    ['DE-JP', 'JPY'],
    ['DE-KW', 'KWD'],
  ] as const) {
    await expect(rowOf(page, corridor.replace('-', ' → '))).toContainText(`${feesOf(answer, corridor, currency)} ${currency}`)
  }
  await expect(page.getByText(/Covers every change up to .* without a gap/)).toBeVisible()
  await page.getByText('How this is counted').click()
  await expect(page.getByText(/Nothing is converted/)).toBeVisible()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
})

test('what is chosen is in the address: reload, back and another page keep it', async ({ page }) => {
  await page.goto('/finance')
  await page.getByRole('navigation', { name: 'Currency of the chart' }).getByRole('link', { name: 'JPY' }).click()
  await expect(page).toHaveURL(/chart=JPY/)
  await expect(page.getByRole('img', { name: /^Fees in JPY by month/ })).toBeVisible()
  await page.getByLabel('Company').selectOption({ label: 'Nordlicht Logistik (sample)' })
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page).toHaveURL(/company=NLG/)
  await expect(rowOf(page, 'NL → GB')).toHaveCount(0)
  await page.reload()
  await expect(page.getByLabel('Company')).toHaveValue('NLG')
  await expect(page.getByRole('img', { name: /^Fees in JPY by month/ })).toBeVisible()
  await page.getByRole('link', { name: 'Payouts by country' }).click()
  await expect(page).toHaveURL(/countries\?.*company=NLG/)
  await expect(page.getByLabel('Company')).toHaveValue('NLG')
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Fees by corridor')
  await page.getByRole('link', { name: 'Last six months' }).click()
  await expect(rowOf(page, 'NL → GB')).toBeVisible()
})

test('an address that is not understood says so; months without payouts say so, and lead back', async ({ page }) => {
  await page.goto('/finance?currency=eur&from=yesterday')
  await expect(page.getByText('Not all of this address was understood.')).toBeVisible()
  await expect(page.getByText(/from=yesterday, currency=eur/)).toBeVisible()
  await expect(rowOf(page, 'DE → ES')).toBeVisible()
  await page.goto('/finance/countries?from=2020-01&to=2020-06')
  await expect(page.getByText('No payout has its pay date in these months.')).toBeVisible()
  await page.getByRole('link', { name: 'Clear filters' }).click()
  await expect(rowOf(page, 'Spain')).toBeVisible()
  const answer = await page.request.get('/api/finance/payouts-by-country?company=x;y')
  expect([answer.status(), await answer.json()]).toMatchObject([422, { errors: [{ field: 'company' }] }])
})

test('only those who may see finance do', async ({ page, demoPassword, baseURL }) => {
  await become(page, 'support', demoPassword, baseURL ?? '')
  await page.goto('/finance')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This desk is not yours to enter')
  expect((await page.request.get('/api/finance/fees-by-corridor')).status()).toBe(403)
  await page.context().clearCookies()
  expect((await page.request.get('/api/finance/fees-by-corridor')).status()).toBe(401)
})

test('published files that are lost come back with the same figures, without anyone doing anything', async ({
  page,
  productDir,
  viewport,
}) => {
  test.skip((viewport?.width ?? 0) < 500, 'once is enough')
  const before = await fees(page.request, '?to=2026-09')
  rmSync(join(productDir, 'finance/published'), { recursive: true })
  await page.goto('/finance')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Fees by corridor')
  await expect
    .poll(async () => (await page.request.get('/api/finance/fees-by-corridor?to=2026-09')).status(), { timeout: 60_000 })
    .toBe(200)
  expect((await fees(page.request, '?to=2026-09')).rows).toEqual(before.rows)
})

/** Finance looks at fees and countries: the figures of chart, table and API agree, the address says it all, and lost files come back. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { APIRequestContext, Locator, Page } from '@playwright/test'
import { monthBefore, monthLabels, monthOf } from '@/app/finance/months'
import { formatMinor } from '@/events/money'
import { expectLegible } from './legible'
import { become } from './people'
import { expect, test } from './product'

type Fees = {
  rows: { month: string; corridor: string; currency: string; payouts: number; feeMinor: string }[]
  coverage: { position: string; coveredUntil: string; complete: boolean }
}

const STARTED = new Date().toISOString()

/** A PayLedger that has just been started is still reading its sample data: figures cover all of it once they cover this moment. */
test.beforeEach(async ({ page, demoPassword, baseURL }) => {
  test.setTimeout(300_000)
  await become(page, 'finance', demoPassword, baseURL ?? '')
  await expect.poll(() => coversStart(page.request), { message: 'finance covers the sample data', timeout: 180_000 }).toBe(true)
})

async function coversStart(request: APIRequestContext): Promise<boolean> {
  const answer = await request.get('/api/finance/fees-by-corridor')
  return answer.ok() && ((await answer.json()) as Fees).coverage.coveredUntil >= STARTED
}

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

const LAST_MONTH = monthBefore(monthOf(new Date()), 1)

const rowOf = (page: Page, words: string) => page.getByRole('row').filter({ hasText: words })

test('fees by corridor are the same on the page and in the API, in yen without and in dinars with three decimals', async ({ page }) => {
  // Months that are over: the present one may still grow between two answers.
  const answer = await fees(page.request, `?to=${LAST_MONTH}`)
  expect(answer.coverage.complete).toBe(true)
  await page.goto(`/finance/corridors?to=${LAST_MONTH}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Fees by corridor')
  for (const [corridor, currency] of [
    ['DE-ES', 'EUR'],
    ['DE-JP', 'JPY'],
    ['DE-KW', 'KWD'],
  ] as const) {
    await expect(rowOf(page, corridor.replace('-', ' → '))).toContainText(`${feesOf(answer, corridor, currency)} ${currency}`)
  }
  await expect(page.getByText(/Covers every change up to .* Nothing is missing/)).toBeVisible()
  await page.getByText('Details: how this is counted').click()
  await expect(page.getByText(/Nothing is converted/)).toBeVisible()
  await expectLegible(page)
})

test('the chart is read with the arrow keys, and its figures stand in a table', async ({ page }) => {
  const { rows } = await fees(page.request, `?currency=JPY&to=${LAST_MONTH}`)
  const [first, second] = rows
  if (!first || !second) throw new Error('the sample data has yen in each month')
  await page.goto(`/finance/corridors?chart=JPY&to=${LAST_MONTH}`)
  await page.getByRole('application', { name: /^Fees in JPY by month/ }).focus()
  await expect(page.getByRole('status').filter({ hasText: `${formatMinor(BigInt(first.feeMinor), 'JPY')} JPY` })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('status').filter({ hasText: monthLabels([second.month])[0] })).toBeVisible()
  await page.getByText('Fees in JPY by month as a table').press('Enter')
  const table = page.getByRole('table', { name: 'Fees in JPY by month' })
  for (const { month, feeMinor } of rows) {
    const words = monthLabels([month])[0] ?? month
    await expect(table.getByRole('row').filter({ hasText: words })).toContainText(`${formatMinor(BigInt(feeMinor), 'JPY')} JPY`)
  }
})

test('what is chosen is in the address: reload, back and another page keep it', async ({ page }) => {
  await page.goto('/finance/corridors')
  await page.getByRole('navigation', { name: 'Currency of the chart' }).getByRole('link', { name: 'JPY' }).click()
  await expect(page).toHaveURL(/chart=JPY/)
  await expect(page.getByRole('application', { name: /^Fees in JPY by month/ })).toBeVisible()
  await page.getByLabel('Company').selectOption({ label: 'Hafenwerk (sample)' })
  await expect(page).toHaveURL(/company=HWA/)
  await expect(rowOf(page, 'NL → GB')).toHaveCount(0)
  await page.reload()
  await expect(page.getByLabel('Company')).toHaveValue('HWA')
  await expect(page.getByRole('application', { name: /^Fees in JPY by month/ })).toBeVisible()
  await page.getByRole('link', { name: 'Payouts by country' }).click()
  await expect(page).toHaveURL(/countries\?.*company=HWA/)
  await expect(page.getByLabel('Company')).toHaveValue('HWA')
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Fees by corridor')
  await page.getByRole('link', { name: 'Last six months' }).click()
  await expect(rowOf(page, 'NL → GB')).toBeVisible()
})

test('an address that is not understood says so; months without payouts say so, and lead back', async ({ page }) => {
  await page.goto('/finance/corridors?currency=eur&from=yesterday')
  await expect(page.getByText('PayLedger did not understand all of this address.')).toBeVisible()
  await expect(page.getByText(/from=yesterday, currency=eur/)).toBeVisible()
  await expect(rowOf(page, 'DE → ES')).toBeVisible()
  await page.goto('/finance/corridors?from=2026-10&to=2026-09')
  await expect(page.getByText('Oct 2026 is after Sep 2026; showing Apr – Sep 2026.')).toBeVisible()
  await page.goto('/finance/countries?from=2020-01&to=2020-06')
  await expect(page.getByText('No matching payout has its pay date in these months.')).toBeVisible()
  await page.getByRole('link', { name: 'Clear filters' }).click()
  await expect(rowOf(page, 'Spain').first()).toBeVisible()
  const answer = await page.request.get('/api/finance/payouts-by-country?company=x;y')
  expect([answer.status(), await answer.json()]).toMatchObject([422, { errors: [{ field: 'company' }] }])
})

test('choices apply as they are made, keep the focus, and are shared by every page', async ({ page }) => {
  await page.goto('/finance')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Finance overview')
  const by = page.getByLabel('By', { exact: true })
  await by.focus()
  await by.selectOption('quarter')
  await expect(page).toHaveURL(/grain=quarter/)
  await expect(page.getByRole('table', { name: /^Figures by quarter, in EUR/ })).toBeVisible()
  await expect(by).toBeFocused()
  await page.getByLabel('Compare with').selectOption('year')
  await expect(page).toHaveURL(/compare=year/)
  await page.getByRole('link', { name: 'Fees by corridor' }).click()
  await expect(page).toHaveURL(/corridors\?.*grain=quarter.*compare=year/)
  await page.goBack()
  await expect(page.getByLabel('Compare with')).toHaveValue('year')
  await page.goto('/finance?grain=day&rail=swift;')
  await expect(page.getByText(/rail=swift; is ignored/)).toBeVisible()
  await expect(page.getByText('Days are shown for 3 months at most; showing weeks.')).toBeVisible()
})

test('a figure leads to the rows behind it, page by page, which add up to it, and to the payout', async ({ page }) => {
  await page.goto(`/finance?to=${LAST_MONTH}&chart=EUR`)
  const fees = page.getByRole('definition').getByRole('link', { name: /EUR/ }).nth(1)
  const figure = await wordsOf(fees)
  await fees.click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Fees row by row')
  await expect(page.getByRole('definition').filter({ hasText: figure })).toBeVisible()
  const pages = page.getByRole('navigation', { name: 'Pages' })
  await expect(pages).toContainText('1–100 of')
  await pages.getByRole('link', { name: 'Next page' }).click()
  await expect(pages).toContainText('101–200 of')
  await expect(page).toHaveURL(/after=20\d\d-\d\d-\d\d_/)
  await page.reload()
  await expect(pages).toContainText('101–200 of')
  await pages.getByRole('link', { name: 'Previous page' }).click()
  await expect(pages).toContainText('1–100 of')
  await expectLegible(page)
  await page.getByRole('row').nth(1).getByRole('link').first().click()
  await expect(page).toHaveURL(/\/payouts\/[0-9a-f-]{36}$/)
})

test('figures and their rows are saved as files, which name what they cover', async ({ page }) => {
  await page.goto(`/finance/rows?figure=fees&in=EUR&to=${LAST_MONTH}`)
  for (const [name, ending] of [
    ['CSV', 'csv'],
    ['XLSX', 'xlsx'],
    ['Parquet', 'parquet'],
  ] as const) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name, exact: true }).click()])
    expect(file.suggestedFilename()).toMatch(new RegExp(`^payledger-fees-rows-to-position-\\d+\\.${ending}$`))
    expect(await file.failure()).toBeNull()
  }
  const refused = await page.request.get('/api/finance/export.csv?figure=fees&grain=hour')
  expect([refused.status(), await refused.json()]).toMatchObject([422, { errors: [{ field: 'grain' }] }])
})

test('settlement times and failures are told apart, and lead to their rows', async ({ page }) => {
  await page.goto(`/finance/settlement?to=${LAST_MONTH}`)
  await expect(rowOf(page, 'SEPA').first()).toContainText(/min|h/)
  await rowOf(page, 'SEPA').first().getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Settlement time row by row')
  await page.goto(`/finance/failures?to=${LAST_MONTH}`)
  const first = page
    .getByRole('table', { name: /^Failures and returns by reason/ })
    .getByRole('row')
    .nth(1)
  const amount = await wordsOf(first.getByRole('link'))
  await first.getByRole('link').click()
  await expect(page.getByRole('definition').filter({ hasText: amount })).toBeVisible()
})

/** "16,548.56 EUR" */
const wordsOf = async (link: Locator): Promise<string> => (await link.textContent())?.trim() ?? ''

test('when and where payouts go is one table, and each number leads to as many payouts', async ({ page }) => {
  await page.goto(`/finance/countries?to=${LAST_MONTH}`)
  const cell = page.getByRole('table', { name: 'Payouts by country and month' }).getByRole('row').nth(1).getByRole('link').last()
  const count = (await cell.textContent()) ?? ''
  expect(count).toMatch(/^[1-9][\d,]*$/)
  await cell.click()
  await expect(page).toHaveURL(/\/finance\/rows\?.*country=[A-Z]{2}/)
  await expect(page.getByRole('navigation', { name: 'Pages' })).toContainText(new RegExp(`of ${count}\\b`))
})

test('only those who may see finance do', async ({ page, demoPassword, baseURL }) => {
  await become(page, 'support', demoPassword, baseURL ?? '')
  await page.goto('/finance')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You don’t have access to this page')
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
  const before = await fees(page.request, `?to=${LAST_MONTH}`)
  expect(before.rows).not.toEqual([])
  rmSync(join(productDir, 'finance/published'), { recursive: true })
  await page.goto('/finance/corridors')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Fees by corridor')
  await expect
    .poll(async () => (await page.request.get(`/api/finance/fees-by-corridor?to=${LAST_MONTH}`)).status(), { timeout: 120_000 })
    .toBe(200)
  expect((await fees(page.request, `?to=${LAST_MONTH}`)).rows).toEqual(before.rows)
})

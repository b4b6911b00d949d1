/** One payroll file, from import to all desks, with Kafka and then Elasticsearch killed on the way. */
import type { Page } from '@playwright/test'
import { sampleAccount } from '@/stack/sample-data/accounts'
import { randomOf } from '@/stack/sample-data/random'
import { become } from './people'
import { expect, killServer, test } from './product'

test.skip(({ viewport }) => (viewport?.width ?? 0) < 500, 'told once, at a desk; e2e/look.spec.ts looks at phones')
test.describe.configure({ mode: 'serial' })
test.setTimeout(240_000)

const stamp = Date.now()
  .toString(36)
  .replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')
const random = randomOf(stamp)
const account = (country: string, ending: string): string => sampleAccount(country, random, ending).account
/** García's account is one the simulated bank calls closed; the others are always paid. */
const CSV = `employee_number,employee_name,country,account,bic,currency,amount
${stamp}1,Lucía García ${stamp},ES,${account('ES', '40004')},,EUR,1234.56
${stamp}2,Jürgen Groß ${stamp},DE,${account('DE', '88888')},,EUR,2345.67
${stamp}3,Małgorzata Żak ${stamp},PL,${account('PL', '88888')},,PLN,7654.32
`
let runUrl = ''
let payoutUrl = ''

/** Reloads until the page shows it: what is late is caught up within a minute of a server's return. */
async function reloadUntil(page: Page, isTrue: () => Promise<boolean>): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.reload()
        return isTrue()
      },
      { timeout: 75_000, intervals: [500, 1_000, 2_000] },
    )
    .toBe(true)
}

test('a coordinator imports and submits, and cannot approve', async ({ page, demoPassword, baseURL }) => {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill('coordinator@payledger.test')
  await page.getByLabel('Password').fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Payroll/)
  expect(new URL(page.url()).origin).toBe(new URL(baseURL ?? '').origin)
  await page.goto('/payroll/new', { waitUntil: 'networkidle' })
  await page.getByLabel('Company').selectOption({ label: 'Polder Foods (sample)' })
  await page.locator('input[type=file]').setInputFiles({ name: `story-${stamp}.csv`, mimeType: 'text/csv', buffer: Buffer.from(CSV) })
  await page
    .locator('form button[type=submit]')
    .filter({ hasText: /upload|import|check|draft|save/i })
    .click()
  await page.waitForURL(/\/payroll\/runs\/[0-9a-f-]{36}/)
  runUrl = new URL(page.url()).pathname
  await page.getByRole('button', { name: /^Submit/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Submit/ })
    .click()
  await expect(page.getByText('Submitted', { exact: true }).first()).toBeVisible()
  await expect(page.getByText('You prepared this run, so someone else must approve it.', { exact: true })).toBeVisible()
})

test('another coordinator approves while Kafka is down, and the bank pays', async ({ page, demoPassword, baseURL, productDir }) => {
  await become(page, 'approver', demoPassword, baseURL ?? '')
  const back = killServer(productDir, 'kafka')
  await page.goto('/payroll')
  await expect(page.getByRole('link', { name: /Needs my approval/ })).toBeVisible()
  await page.goto(runUrl)
  await page.getByRole('button', { name: /^Approve/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Approve 3 payouts' }).click()
  await expect(page.getByText(/^(Approved|Paying|Settled)$/).first()).toBeVisible()
  await reloadUntil(page, () => page.getByText('Settled', { exact: true }).first().isVisible())
  await back()
})

test('support finds the failed payout once search has caught up', async ({ page, demoPassword, baseURL }) => {
  await become(page, 'support', demoPassword, baseURL ?? '')
  await page.goto(`/support?q=${encodeURIComponent(`garcia ${stamp} status:failed`)}`)
  const row = page.getByRole('row').filter({ hasText: 'Lucía' })
  await reloadUntil(page, () => row.isVisible())
  await expect(row).toContainText('AC04')
  await expect(page.getByText(/every change up to/)).toBeVisible()
  await row.getByRole('link').first().click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Lucía García')
  await expect(page.getByText(/account is closed/i).first()).toBeVisible()
  payoutUrl = new URL(page.url()).pathname
})

test('search that was killed says so, looks references up in the ledger, and comes back', async ({
  page,
  demoPassword,
  baseURL,
  productDir,
}) => {
  await become(page, 'support', demoPassword, baseURL ?? '')
  await page.goto(payoutUrl)
  const reference = (await page.locator('table .mono').first().textContent())?.trim() ?? ''
  const back = killServer(productDir, 'elasticsearch')
  // A whole reference opens its page, from the ledger; asked for as a filter, it is a list of one.
  await page.goto(`/support?q=${reference}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Lucía García')
  await page.goto(`/support?q=ref:${reference}`)
  await expect(page.locator('#main').getByText('Search is down.')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'Lucía' })).toBeVisible()
  await back()
  await page.goto(`/support?q=${encodeURIComponent(`groß ${stamp}`)}`)
  await reloadUntil(page, () => page.getByRole('row').filter({ hasText: 'Settled' }).isVisible())
})

test('finance sees the fees of it, and what the figures cover', async ({ page, demoPassword, baseURL }) => {
  await become(page, 'finance', demoPassword, baseURL ?? '')
  await page.goto('/finance/corridors?company=PFB&currency=PLN')
  await reloadUntil(page, () => page.getByRole('row').filter({ hasText: 'NL → PL' }).isVisible())
  await expect(page.getByText(/Covers every change up to/)).toBeVisible()
  await page.goto('/finance/countries')
  await expect(page.getByRole('row').filter({ hasText: 'Spain' }).first()).toBeVisible()
})

test('an operator sees every process alive and nothing missing', async ({ page, demoPassword, baseURL }) => {
  await become(page, 'operator', demoPassword, baseURL ?? '')
  await page.goto('/operations')
  for (const part of ['Ledger', 'Relay', 'Kafka', 'Search', 'Finance'])
    await expect(page.getByText(part, { exact: true }).first()).toBeVisible()
  await reloadUntil(page, async () => !(await page.getByText(/no sign of life/i).isVisible()))
})

/** Pages of the set-up as one rarely sees them: services, what is older than the ledger, what cannot be read, and very long lists. */
import type { Browser, Page } from '@playwright/test'
import { Client } from 'pg'
import { accept, fill, newAdministrator, variablesOf } from './invited'
import { expectGoodAnywhere } from './legible'
import { expect, test } from './product'

test.setTimeout(240_000)

/** The database as its owner. */
async function asOwner<T>(productDir: string, work: (owner: Client) => Promise<T>): Promise<T> {
  const owner = new Client({ connectionString: variablesOf(productDir).DATABASE_URL })
  await owner.connect()
  try {
    return await work(owner)
  } finally {
    await owner.end()
  }
}

let people = 0
/** A new administrator's browser. */
async function administrator(browser: Browser, productDir: string, baseURL: string | undefined): Promise<Page> {
  const n = ++people
  const link = newAdministrator(productDir, `States Admin ${n}`, `states${n}-${Date.now()}@payledger.test`)
  return (await accept(browser, link, baseURL ?? '')).page
}

/** Of a bank and a company that has never paid. @returns the company's address */
async function newCompany(page: Page, code: string): Promise<string> {
  await page.goto('/set-up/banks/new', { waitUntil: 'networkidle' })
  await fill(page, { Name: `Bank of ${code}`, 'File format': 'pain.001.001.03' })
  await page.getByRole('button', { name: 'Add the bank' }).click()
  await page.waitForURL(/\/set-up\/banks\/[0-9a-f-]{36}$/)
  await page.goto('/set-up/companies/new', { waitUntil: 'networkidle' })
  await fill(page, { 'Legal name': `Company ${code}`, Code: code, Country: 'DE', Bank: `Bank of ${code}` })
  await page.getByRole('button', { name: 'Add the company' }).click()
  await page.waitForURL(/\/set-up\/companies\/[0-9a-f-]{36}$/)
  return page.url()
}

test('a service, with a key and deactivated, and the API it asks', async ({ browser, productDir, baseURL }) => {
  const page = await administrator(browser, productDir, baseURL)
  await page.goto('/set-up/people/new-service', { waitUntil: 'networkidle' })
  await fill(page, { Name: `Nightly search ${Date.now()}` })
  await page.getByRole('checkbox', { name: 'coordinator' }).uncheck()
  await page.getByRole('checkbox', { name: 'support' }).check()
  await page.getByRole('button', { name: 'Add the service' }).click()
  await page.waitForURL(/\/set-up\/people\/[0-9a-f-]{36}$/)
  await expectGoodAnywhere(page)
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: 'Make an API key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Make the key' }).click()
  await expect(dialog.getByText('Check the fields that are marked.')).toBeVisible()
  await expectGoodAnywhere(page)
  await dialog.getByLabel('What it is for').fill('The nightly search')
  await dialog.getByRole('checkbox').first().check()
  await dialog.getByRole('button', { name: 'Make the key' }).click()
  await expect(page.getByText('Copy the key now.')).toBeVisible()
  await expect(page.getByRole('table', { name: 'API keys' })).toContainText('The nightly search')
  await expectGoodAnywhere(page)
  await page.getByRole('button', { name: 'Deactivate…' }).click()
  await page.getByLabel('Reason').fill('Nobody uses it')
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click()
  await expect(page.locator('dl').first()).toContainText('Deactivated')
  await expect(page.getByRole('button', { name: 'Make an API key' })).toBeHidden()
  await expectGoodAnywhere(page)
  await page.goto('/account/api', { waitUntil: 'networkidle' })
  await page.getByText('/api/set-up/companies', { exact: true }).first().click()
  // A hundred more are made as the first few are, and would take axe minutes.
  await page.evaluate(() => {
    for (const each of [...document.querySelectorAll('details:not([open])')].slice(5)) each.remove()
  })
  await expectGoodAnywhere(page)
})

test('a form that is older than what it changes, and one whose answer is lost', async ({ browser, productDir, baseURL }) => {
  const page = await administrator(browser, productDir, baseURL)
  const company = await newCompany(page, `S${Date.now() % 100_000}`)
  await page.goto(`${company}/details`, { waitUntil: 'networkidle' })
  const other = await page.context().newPage()
  await other.goto(`${company}/details`, { waitUntil: 'networkidle' })
  await fill(other, { Town: 'Hamburg' })
  await other.getByRole('button', { name: 'Save' }).click()
  await other.waitForURL(company)
  await fill(page, { Town: 'Bremen' })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Someone else has changed this since you opened it.')).toBeVisible()
  await expect(page.getByLabel('Town')).toHaveValue('Bremen')
  await expectGoodAnywhere(page)

  // A BIC that this bank's older files have no room for.
  await other.goto(`${company}/accounts/new`, { waitUntil: 'networkidle' })
  await fill(other, { 'IBAN or account number': 'DE02500105170137075030', BIC: '1NGDDEFF' })
  await other.getByRole('button', { name: 'Save the account' }).click()
  await expect(other.getByText('which have no room for such a BIC')).toBeVisible()
  await expectGoodAnywhere(other)

  // The answer is lost; nobody knows whether it was saved, and trying again saves it once.
  await fill(other, { BIC: 'INGDDEFF' })
  let sent = 0
  await other.route('**/api/set-up/changes', (route) => (++sent <= 2 ? route.abort() : route.continue()))
  await other.getByRole('button', { name: 'Save the account' }).click()
  await other.waitForURL(company)
  expect(sent).toBe(3)
  await expect(other.getByRole('table', { name: 'Accounts to pay from' }).getByRole('row')).toHaveCount(2)
})

test('a page that cannot be read', async ({ browser, productDir, baseURL }) => {
  const page = await administrator(browser, productDir, baseURL)
  await asOwner(productDir, async (owner) => {
    const { rows } = await owner.query<{ id: string }>(`SELECT id FROM app_user WHERE kind = 'person' LIMIT 1`)
    await owner.query('ALTER TABLE sign_in_link RENAME TO sign_in_link_away')
    try {
      await page.goto(`/set-up/people/${rows[0]?.id}`)
      await expect(page.getByRole('heading', { name: 'The set-up could not be loaded' })).toBeVisible()
      await expectGoodAnywhere(page)
    } finally {
      await owner.query('ALTER TABLE sign_in_link_away RENAME TO sign_in_link')
    }
  })
  await page.getByRole('button', { name: /again/i }).click()
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible()
})

test('thousands of companies and people: by the page, found by a word, and chosen from', async ({ browser, productDir, baseURL }) => {
  const page = await administrator(browser, productDir, baseURL)
  await newCompany(page, `M${Date.now() % 100_000}`)
  const mark = `many${Date.now()}`
  const codes = `X${(Date.now() % 46_656).toString(36).toUpperCase().padStart(3, '0')}`
  await asOwner(productDir, async (owner) => {
    await owner.query('BEGIN')
    await owner.query(`SELECT set_config('payledger.local_command', 'a test', true)`)
    await owner.query(
      `INSERT INTO company (id, code, name, country, bank_profile_id)
       SELECT uuidv7(), $2::text || upper(to_hex(n)), 'Thousands ' || $1::text || ' n' || n, 'DE', (SELECT id FROM bank_profile LIMIT 1) FROM generate_series(1, 5000) n`,
      [mark, codes],
    )
    await owner.query(
      `INSERT INTO app_user (id, name, email, email_verified, roles, activated_at)
       SELECT gen_random_uuid()::text, 'Thousands ' || n, $1::text || 'n' || n || '@payledger.test', true, '{support}', now() FROM generate_series(1, 5000) n`,
      [mark],
    )
    await owner.query('COMMIT')
  })
  const sizes: Record<string, number> = {}
  for (const path of [
    '/set-up',
    '/set-up/companies',
    '/set-up/people',
    '/set-up/people/new',
    '/set-up/people/new-service',
    '/set-up/banks',
  ]) {
    const answer = await page.request.get(path)
    const bytes = (await answer.body()).length
    sizes[path] = bytes
    expect(answer.status()).toBe(200)
  }
  // 8 kB for each of 50 rows at the most, as it came before it was compressed.
  for (const [path, bytes] of Object.entries(sizes)) expect(bytes, path).toBeLessThan(450_000)

  await page.goto('/set-up/companies', { waitUntil: 'networkidle' })
  const table = page.getByRole('table', { name: 'Companies' })
  await expect(table.getByRole('row')).toHaveCount(51)
  await expect(page.getByRole('navigation', { name: 'More companies' })).toContainText(/5,0\d\d companies/)
  await expectGoodAnywhere(page)
  await page.getByRole('link', { name: 'Next page' }).click()
  await page.waitForURL(/after=/)
  await expect(page.getByRole('link', { name: 'First page' })).toBeVisible()
  await page.getByLabel('Find a company').fill(`${mark} n4321`)
  await page.getByRole('button', { name: 'Find' }).click()
  await expect(table.getByRole('row')).toHaveCount(2)
  await expectGoodAnywhere(page)
  await page.getByLabel('Find a company').fill('nobody is called this')
  await page.getByRole('button', { name: 'Find' }).click()
  await expect(table).toContainText('Nothing matches')

  await page.goto('/set-up/people', { waitUntil: 'networkidle' })
  await expect(page.getByRole('table', { name: 'People' }).getByRole('row')).toHaveCount(51)
  await expectGoodAnywhere(page)
  await page.getByLabel('Find someone').fill(`${mark}n777@`)
  await page.getByRole('button', { name: 'Find' }).click()
  await expect(page.getByRole('table', { name: 'People' }).getByRole('row')).toHaveCount(2)

  // Limited to one company of thousands, which is found by a word.
  await page.goto('/set-up/people/new', { waitUntil: 'networkidle' })
  await page.getByLabel('Find a company').fill(`${mark} n4999`)
  await page.getByLabel('Find a company').press('Enter')
  await page.getByRole('checkbox', { name: `Thousands ${mark} n4999` }).check()
  await page.getByLabel('Find a company').fill(`${mark} n1777`)
  await page.getByRole('button', { name: 'Find' }).click()
  await expect(page.getByRole('checkbox', { name: `Thousands ${mark} n1777` })).toBeVisible()
  await expect(page.getByRole('checkbox', { name: `Thousands ${mark} n4999` })).toBeChecked()
  await expectGoodAnywhere(page)
  // The search fails: it says so, and what was chosen stays.
  await page.route('**/api/set-up/companies?*', (route) => route.fulfill({ status: 500 }))
  await page.getByRole('button', { name: 'Find' }).click()
  await expect(page.getByText('The companies could not be searched. Try again.')).toBeVisible()
  await expect(page.getByRole('checkbox', { name: `Thousands ${mark} n4999` })).toBeChecked()
  await fill(page, { Name: 'Lena Limited', 'E-mail address': `lena${mark}@payledger.test` })
  await page.getByRole('checkbox', { name: 'coordinator' }).uncheck()
  await page.getByRole('checkbox', { name: 'support' }).check()
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await page.waitForURL(/\/set-up\/people\/[0-9a-f-]{36}$/)
  await expect(page.locator('dl').first()).toContainText(`Thousands ${mark} n4999`)
})

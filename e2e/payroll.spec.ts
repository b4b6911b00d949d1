/** The payroll desk: a file becomes a draft, is submitted, and is approved by somebody else. */
import type { Page } from '@playwright/test'
import { sampleAccount } from '@/stack/sample-data/accounts'
import { randomOf } from '@/stack/sample-data/random'
import { expectGood } from './legible'
import { become, type Person } from './people'
import { expect, test } from './product'

const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'
const BROKEN = `${HEADER}
1,Lucía García,ES,ES9121000418450200051333,,EUR,3412.60
2,Łukasz Wójcik,PL,PL61109010140000071219812874,,PLN,2980.0
3,,DE,DE89370400440532013000,,XXQ,10.00
`

/** A file that nobody has imported before, paid by the simulated bank. */
function payrollFile(): { name: string; mimeType: string; buffer: Buffer } {
  const stamp = crypto.randomUUID()
  const random = randomOf(stamp)
  const account = (country: string) => sampleAccount(country, random, '88888').account
  // People of one name and amount under other numbers are asked about: each file has its own.
  const own = stamp.slice(0, 8).replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '')
  const rows = [
    `${stamp.slice(0, 8)}-1,Lucía García ${own},ES,${account('ES')},,EUR,3412.60`,
    `${stamp.slice(0, 8)}-2,Jürgen Groß ${own},DE,${account('DE')},,EUR,3875.00`,
    `${stamp.slice(0, 8)}-3,Łukasz Wójcik ${own},PL,${account('PL')},,PLN,7654.32`,
  ]
  return { name: `payroll-${stamp.slice(0, 8)}.csv`, mimeType: 'text/csv', buffer: Buffer.from(`${[HEADER, ...rows].join('\n')}\n`) }
}

async function importFile(page: Page, file: ReturnType<typeof payrollFile>): Promise<void> {
  await page.goto('/payroll/new', { waitUntil: 'networkidle' })
  await page.getByLabel('Company').selectOption({ label: 'Polder Foods (sample)' })
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByRole('button', { name: 'Upload file' }).click()
}

/** A new run as far as it is asked for; the address of its page. */
async function newRun(page: Page, until: 'draft' | 'submitted'): Promise<string> {
  await importFile(page, payrollFile())
  await page.waitForURL(/\/payroll\/runs\/[0-9a-f-]{36}/)
  if (until === 'submitted') await submit(page)
  return page.url()
}

async function submit(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Submit…' }).click()
  await page.getByRole('button', { name: 'Submit for approval' }).click()
  await expect(stateOf(page)).toHaveText(/Submitted/)
}

const stateOf = (page: Page) => page.locator('dl').first().locator('div').first()

test.beforeEach(async ({ page }) => page.emulateMedia({ reducedMotion: 'reduce' }))

test('signing in leads to the page that was asked for, and a wrong password is said in one line', async ({ page, demoPassword }) => {
  await page.goto('/payroll?inbox=done')
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await page.getByLabel('E-mail').fill('coordinator@payledger.test')
  await page.getByLabel('Password').fill('not the password')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: 'The e-mail address or the password is wrong.' })).toBeVisible()
  await expectGood(page)
  await page.getByLabel('Password').fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/payroll\?inbox=done$/)
  await expect(page.getByRole('link', { name: /^Done/ })).toHaveAttribute('aria-current', 'page')
  await page.goto('/sign-in?next=//elsewhere.example')
  await expect(page).toHaveURL(/\/payroll$/)
})

test('everything wrong in a file is shown by row, and nothing chosen is lost', async ({ page, demoPassword, baseURL }) => {
  await become(page, 'coordinator', demoPassword, baseURL ?? '')
  await importFile(page, { name: 'broken.csv', mimeType: 'text/csv', buffer: Buffer.from(BROKEN) })
  await expect(page.getByRole('heading', { name: '3 lines with problems in broken.csv' })).toBeFocused()
  const problems = page.getByRole('table', { name: 'Problems in broken.csv' })
  await expect(problems.getByRole('row').filter({ hasText: 'This IBAN has a wrong check digit' })).toContainText('ES9121000418450200051333')
  await expect(problems.getByRole('row').filter({ hasText: 'Amounts in PLN have 2 decimals' })).toContainText('3')
  await expectGood(page)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the rows with problems' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('broken-problems.csv')
  await page.getByRole('link', { name: 'Upload another file' }).click()
  await expect(page.getByLabel('Company').locator('option:checked')).toHaveText('Polder Foods (sample)')
  await expect(page.getByRole('table', { name: 'Unfinished imports' })).toContainText('broken.csv')
  await page.goBack()
  await page.getByRole('button', { name: 'Discard this file' }).click()
  await expect(page.getByText('This file was discarded.')).toBeVisible()
})

test('whoever prepared a run cannot approve it and is told why; another coordinator can', async ({ page, demoPassword, baseURL }) => {
  test.setTimeout(180_000)
  const as = (person: Person) => become(page, person, demoPassword, baseURL ?? '')
  await as('coordinator')
  const file = payrollFile()
  await importFile(page, file)
  await page.waitForURL(/\/payroll\/runs\/[0-9a-f-]{36}/)
  const run = page.url()
  await expect(stateOf(page)).toHaveText(/Draft/)
  await expect(page.getByText('7,287.60 EUR').first()).toBeVisible()
  await expectGood(page)
  await submit(page)
  await expect(page.getByText('You prepared this run, so someone else must approve it.').first()).toBeVisible()
  // The button that had the focus is gone.
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await expect(page.getByRole('button', { name: 'Approve…' })).toHaveAttribute('aria-disabled', 'true')
  await expectGood(page)
  const reference = (await page.getByRole('heading', { level: 1 }).textContent())?.match(/PFB-\S+/)?.[0] ?? 'no reference'

  await importFile(page, file)
  await expect(page.getByRole('link', { name: reference })).toBeVisible()

  await as('approver')
  await page.goto('/payroll')
  await page.getByRole('row').filter({ hasText: reference }).getByRole('link').click()
  await expect(page).toHaveURL(run)
  await page.getByRole('button', { name: 'Approve…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('table')).toContainText('7,287.60 EUR')
  await expectGood(page)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  // The server approves, and the answer is lost on its way.
  let lost = 0
  await page.route('**/approvals', async (route) => {
    if (lost > 0) return route.continue()
    lost += 1
    await route.fetch()
    await route.abort('connectionreset')
  })
  await dialog.getByRole('button', { name: 'Approve 3 payouts' }).click()
  await expect(page.getByText(`${reference} is approved`)).toBeVisible()
  expect(lost).toBe(1)
  await expect(page.getByRole('button', { name: 'Approve…' })).toBeHidden()

  // The page follows the bank by itself.
  await expect(stateOf(page)).toHaveText(/Settled/, { timeout: 60_000 })
  await page.getByRole('link', { name: /^Bank files/ }).click()
  const sent = page.getByRole('table', { name: 'Files to the bank' })
  await expect(sent.getByText('Sent to the bank')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Files from the bank' })).toContainText('3 settled')
  const [download] = await Promise.all([page.waitForEvent('download'), sent.getByRole('link').first().click()])
  expect(download.suggestedFilename()).toMatch(/^PFB-.*\.xml$/)
  await expectGood(page)
  await page.getByRole('link', { name: /^History/ }).click()
  await expect(page.getByRole('table', { name: 'History of the run' })).toContainText('Sample Approver approved it')
  await expectGood(page)
})

test('the row of tabs stands at the current one, however narrow the window', async ({ page, demoPassword, baseURL }) => {
  await become(page, 'coordinator', demoPassword, baseURL ?? '')
  await page.goto('/payroll?inbox=attention')
  await expect(page.getByRole('link', { name: /^Needs attention/ })).toBeInViewport({ ratio: 1 })
})

test('what changed meanwhile is shown field by field, and what was typed is kept', async ({ page, demoPassword, baseURL, browser }) => {
  await become(page, 'coordinator', demoPassword, baseURL ?? '')
  const run = await newRun(page, 'submitted')
  const context = await browser.newContext({ baseURL: baseURL ?? '' })
  const other = await context.newPage()
  await become(other, 'approver', demoPassword, baseURL ?? '')
  await other.goto(run)
  await other.getByRole('button', { name: 'Send back…' }).click()
  await other.getByLabel('Reason').fill('the November bonus is missing')

  await page.getByRole('button', { name: 'Cancel run…' }).click()
  await page.getByLabel('Reason').fill('wrong month')
  await page.getByRole('button', { name: 'Cancel the run' }).click()
  await expect(stateOf(page)).toHaveText(/Cancelled/)

  await other.getByRole('button', { name: 'Send back', exact: true }).click()
  const conflict = other.getByRole('dialog', { name: 'This has changed since you opened it' })
  await expect(conflict.getByRole('row').filter({ hasText: 'State' })).toHaveText(/Submitted.*Cancelled/)
  await conflict.getByRole('button', { name: 'Look at it again' }).click()
  await expect(stateOf(other)).toHaveText(/Cancelled/)
  await context.close()
})

test('a reason goes back with the run, and what the address says is what is shown', async ({ page, demoPassword, baseURL }) => {
  await become(page, 'coordinator', demoPassword, baseURL ?? '')
  const run = await newRun(page, 'submitted')
  await become(page, 'approver', demoPassword, baseURL ?? '')
  await page.goto(run)
  await page.getByRole('button', { name: 'Send back…' }).click()
  await page.getByLabel('Reason').fill('the November bonus is missing')
  await page.getByRole('button', { name: 'Send back', exact: true }).click()
  await expect(stateOf(page)).toHaveText(/Draft/)
  await expect(page.getByText('“the November bonus is missing”').first()).toBeVisible()

  await page.getByLabel('Find a person in this run').fill('groß')
  await expect(page).toHaveURL(/q=gro/)
  const lines = page.getByRole('table', { name: /^Lines of/ })
  await expect(lines.getByText('Łukasz Wójcik')).toBeHidden()
  await page.reload()
  await expect(lines.getByText('Jürgen Groß')).toBeVisible()
  await expect(lines.getByText('Łukasz Wójcik')).toBeHidden()
  await page.goto(`${run}?tab=nowhere`)
  await expect(page.getByText('tab=nowhere is ignored.')).toBeVisible()
})

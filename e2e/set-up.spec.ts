/** An installation without anybody: from the link that it prints to the first settled run, and what one person alone cannot do on the way. */
import type { Page } from '@playwright/test'
import { totp } from '@/stack/test-runner/totp'
import { type Accepted, accept, fill, invite, linkOn, PASSWORD, setUpFactor } from './invited'
import { expectGoodAnywhere } from './legible'
import { expect, test } from './product'

const CSV = `employee_number,employee_name,country,account,bic,currency,amount
1,Lucía García,ES,ES9121000418450200051332,,EUR,3412.60
2,Jürgen Groß,DE,DE02120300000000202051,,EUR,2980.00
`
const OTHER_ACCOUNT = 'DE02500105170137075030'

async function confirmChange(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Confirm…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click()
  await expect(page.locator('dl').first()).toContainText('Confirmed')
}

async function confirmAs(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'networkidle' })
  await confirmChange(page)
}

test('from nothing to the first settled run', async ({ page, browser, firstLink, baseURL: address }) => {
  const baseURL = address ?? ''
  test.setTimeout(420_000)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await expect(page.getByText('Nobody can sign in yet.')).toBeVisible()
  await expectGoodAnywhere(page)
  await page.goto(firstLink.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))
  await expect(page.getByText('This link is not valid.')).toBeVisible()

  // The first administrator.
  await page.goto(firstLink, { waitUntil: 'networkidle' })
  await fill(page, { 'Your name': 'Anna Admin', 'E-mail': 'anna', Password: 'short', 'Password again': 'short' })
  await page.getByRole('button', { name: 'Create and sign in' }).click()
  await expect(page.getByText('This is not an e-mail address.')).toBeVisible()
  await expect(page.getByText('Use at least 12 characters')).toBeVisible()
  await expectGoodAnywhere(page)
  await fill(page, { 'E-mail': 'anna@payledger.test', Password: PASSWORD, 'Password again': PASSWORD })
  await page.getByRole('button', { name: 'Create and sign in' }).click()
  await page.waitForURL('**/second-factor')
  await page.goto('/set-up')
  await expect(page).toHaveURL(/second-factor$/)
  await expectGoodAnywhere(page)
  await setUpFactor(page)
  await page.waitForURL('**/set-up')
  const steps = page.getByRole('list', { name: 'To the first payroll' })
  await expect(steps).toContainText('A second administrator (to do)')
  await expectGoodAnywhere(page)

  // A second administrator, invited by the first alone, for there is nobody else.
  await steps.getByRole('link', { name: 'Invite an administrator' }).click()
  await invite(page, 'Bert Admin', ['admin'])
  await page.waitForURL(/\/set-up\/people\/[0-9a-f-]{36}$/)
  await expectGoodAnywhere(page)
  const { page: second } = await accept(browser, await linkOn(page), baseURL)

  // A bank, with what is wrong beside its field.
  await page.goto('/set-up/banks/new', { waitUntil: 'networkidle' })
  await fill(page, { 'Minutes to recall a run': '-1', 'Own holidays of the bank': '24.12.2026' })
  await page.getByRole('button', { name: 'Add the bank' }).click()
  await expect(page.getByText('Enter a name.')).toBeVisible()
  await expect(page.getByText('Enter days as YYYY-MM-DD.')).toBeVisible()
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused()
  await expectGoodAnywhere(page)
  await fill(page, { Name: 'Hausbank', 'Minutes to recall a run': '0', 'Own holidays of the bank': '2026-12-24' })
  await page.getByRole('button', { name: 'Add the bank' }).click()
  await page.waitForURL(/\/set-up\/banks\/[0-9a-f-]{36}$/)
  await expect(page.getByText('no, not once it is approved')).toBeVisible()
  await expectGoodAnywhere(page)

  // A company and its account.
  await page.getByRole('link', { name: 'Add a company' }).click()
  await page.waitForLoadState('networkidle')
  await fill(page, { 'Legal name': 'Werft GmbH', Code: 'wft', Country: 'DE' })
  await page.getByRole('button', { name: 'Add the company' }).click()
  await page.waitForURL(/\/set-up\/companies\/[0-9a-f-]{36}$/)
  const company = page.url()
  await expectGoodAnywhere(page)
  await page.getByRole('list', { name: 'Ready to pay?' }).getByRole('link', { name: 'Add an account' }).click()
  await page.waitForLoadState('networkidle')
  await fill(page, { 'IBAN or account number': 'DE89 3704 0044 0532 0130 01', BIC: 'COBADEFF' })
  await page.getByRole('button', { name: 'Save the account' }).click()
  await expect(page.getByText('This IBAN has a typing error: its check digits do not fit.')).toBeVisible()
  await fill(page, { 'IBAN or account number': 'DE89 3704 0044 0532 0130 00' })
  await page.getByRole('button', { name: 'Save the account' }).click()
  await page.waitForURL(company)
  await expect(page.getByRole('table', { name: 'Accounts to pay from' })).toContainText('DE89 3704 0044 0532 0130 00')
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the test file' }).click()])
  expect(file.suggestedFilename()).toMatch(/^TEST-WFT-.*\.xml$/)
  await page.getByRole('button', { name: 'The bank accepted it…' }).click()
  await page.getByRole('button', { name: 'Yes, it did' }).click()
  await expect(page.getByText('The bank accepted a test file.')).toBeVisible()

  // Whoever may approve takes two administrators; whoever only looks takes one.
  const people: Accepted[] = []
  for (const name of ['Clara Coordinator', 'Conrad Coordinator']) {
    await invite(page, name, ['coordinator', 'support'])
    await page.waitForURL(/\/set-up\/changes\/[0-9a-f-]{36}$/)
    await expect(page.getByText('You proposed this, so another administrator must confirm it.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Confirm…' })).toBeHidden()
    await confirmAs(second, page.url())
    await second.goto('/set-up/people')
    await second.getByRole('row').filter({ hasText: name }).getByRole('link').first().click()
    await second.waitForURL(/\/set-up\/people\/[0-9a-f-]{36}$/)
    people.push(await accept(browser, await linkOn(second), baseURL))
  }
  await page.goto('/set-up')
  await expect(page.getByRole('table', { name: 'Whether each company can pay' })).toContainText('Ready to pay')

  // Another account in its place is proposed, seen digit by digit, and confirmed by the other.
  await page.goto(`${company}/accounts/new`, { waitUntil: 'networkidle' })
  await fill(page, { 'IBAN or account number': OTHER_ACCOUNT, BIC: 'INGDDEFF', Reason: 'They moved to another bank' })
  await page.getByRole('button', { name: 'Save the account' }).click()
  await page.waitForURL(/\/set-up\/changes\/[0-9a-f-]{36}$/)
  await second.goto('/set-up', { waitUntil: 'networkidle' })
  await second.getByRole('link', { name: 'Replace the EUR account of Werft GmbH' }).first().click()
  await second.waitForURL(page.url())
  await expect(second.getByRole('table', { name: 'What changes' })).toContainText('DE02 5001 0517 0137 0750 30')
  await expectGoodAnywhere(second)
  await second.waitForLoadState('networkidle')
  await confirmChange(second)
  await second.goto(company)
  await expect(second.getByRole('table', { name: 'Accounts to pay from' }).getByRole('row').nth(1)).toContainText(
    'DE02 5001 0517 0137 0750 30',
  )
  await expectGoodAnywhere(second)

  // Above a limit the approver gives a code.
  await page.goto(`${company}/limit`, { waitUntil: 'networkidle' })
  await page.getByLabel(/^Ask for a code above this total, in EUR/).fill('5000.00')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL(company)
  await expect(page.getByText('5,000.00 EUR')).toBeVisible()

  // The first run: prepared by one, approved by another.
  const [{ page: clara }, { page: conrad, secret }] = people as [Accepted, Accepted]
  await clara.goto('/payroll/new', { waitUntil: 'networkidle' })
  await clara.locator('input[type=file]').setInputFiles({ name: 'first.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) })
  await clara.getByRole('button', { name: 'Upload file' }).click()
  await clara.waitForURL(/\/payroll\/runs\/[0-9a-f-]{36}/)
  await clara.getByRole('button', { name: 'Submit…' }).click()
  await clara.getByRole('button', { name: 'Submit for approval' }).click()
  await expect(clara.locator('dl').first()).toContainText('Submitted')
  await conrad.goto(clara.url(), { waitUntil: 'networkidle' })
  await conrad.getByRole('button', { name: 'Approve…' }).click()
  await conrad.getByRole('dialog').getByRole('button', { name: 'Continue' }).click()
  const dialog = conrad.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Approve 2 payouts' })).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByLabel('Code of your authenticator app').fill('000000')
  await dialog.getByRole('button', { name: 'Approve 2 payouts' }).click()
  await expect(dialog.getByText('This code is wrong.').first()).toBeVisible()
  await expectGoodAnywhere(conrad)
  await dialog.getByLabel('Code of your authenticator app').fill(totp(secret, new Date()))
  await dialog.getByRole('button', { name: 'Approve 2 payouts' }).click()

  // It goes to the bank at once, and the bank pays it.
  await expect(async () => {
    await conrad.reload()
    await expect(conrad.locator('dl').first()).toContainText('Settled', { timeout: 2_000 })
  }).toPass({ timeout: 90_000 })

  // Who leaves is out at once.
  await page.goto('/set-up/people')
  await expectGoodAnywhere(page)
  await page.getByRole('row').filter({ hasText: 'Conrad' }).getByRole('link').first().click()
  await page.waitForURL(/\/set-up\/people\/[0-9a-f-]{36}$/)
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: 'Deactivate…' }).click()
  await page.getByLabel('Reason').fill('He has left')
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click()
  await expect(page.locator('dl').first()).toContainText('Deactivated')
  await conrad.goto('/payroll')
  await expect(conrad).toHaveURL(/\/sign-in/)
  await page.goto('/set-up/permissions')
  await expectGoodAnywhere(page)
  await page.goto('/set-up/people/new-service', { waitUntil: 'networkidle' })
  await expectGoodAnywhere(page)
  await page.goto(firstLink)
  await expect(page.getByText('Someone can sign in already')).toBeVisible()
})

/** Payroll files as they come: mapped beside their first rows, asked about, corrected, left out, and checked while nobody looks. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { sampleAccount } from '@/stack/sample-data/accounts'
import { randomOf } from '@/stack/sample-data/random'
import { expectGood } from './legible'
import { become } from './people'
import { expect, test } from './product'

const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'

/** A name that no file had before, and accounts nobody else has. */
function sample() {
  const stamp = crypto.randomUUID().slice(0, 8)
  const random = randomOf(stamp)
  return { stamp, account: (country: string): string => sampleAccount(country, random, '88888').account }
}

async function upload(page: Page, name: string, content: Buffer): Promise<void> {
  await page.goto('/payroll/new', { waitUntil: 'networkidle' })
  await page.getByLabel('Company').selectOption({ label: 'Polder Foods (sample)' })
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: content })
  await page.getByRole('button', { name: 'Upload file' }).click()
}

test.beforeEach(async ({ page, demoPassword, baseURL }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await become(page, 'coordinator', demoPassword, baseURL ?? '')
})

test('a German export is mapped beside its rows, and once that is approved the next one of its kind is not asked about', async ({
  page,
  demoPassword,
  baseURL,
}) => {
  test.setTimeout(180_000)
  const { stamp, account } = sample()
  const lines = (cents: string): Buffer =>
    Buffer.from(
      [
        `Lohnabrechnung ${stamp};;;;`,
        '',
        `Kennung ${stamp};Wer ${stamp};IBAN;Betrag;Währung`,
        `${stamp}-${cents}1;Jürgen Groß;${account('DE')};1.234,${cents};EUR`,
        `${stamp}-${cents}2;Lucía García;${account('ES')};2.345,${cents};EUR`,
      ].join('\r\n'),
      'latin1',
    )
  await upload(page, `lohn-${stamp}.csv`, lines('50'))
  await page.waitForURL(/\/payroll\/imports\//)
  await expect(page.getByLabel('Encoding')).toHaveValue('windows-1252')
  await expect(page.getByLabel('Column separator')).toHaveValue(';')
  await expect(page.getByLabel('Header row')).toHaveValue('3')
  await expect(page.getByRole('button', { name: /^Check the file/ })).toHaveAttribute('aria-disabled', 'true')
  await page.getByLabel('Employee number', { exact: true }).selectOption({ label: `A Kennung ${stamp}` })
  await page.getByLabel('Name', { exact: true }).selectOption({ label: `B Wer ${stamp}` })
  await page.getByLabel('Country of the account').selectOption('iban')
  const becomes = page.getByRole('region', { name: 'Preview of the first rows' })
  await expect(becomes).toContainText('1,234.50 EUR')
  await expect(becomes).toContainText('Jürgen Groß')
  await expect(page.getByRole('region', { name: 'The first rows of the file' })).toContainText('1.234,50')
  await expectGood(page)
  await page.getByRole('button', { name: 'Check the file' }).click()
  await expect(page.getByRole('heading', { name: 'Every row is correct' })).toBeVisible()
  await expect(page.getByText('3,580.00 EUR').first()).toBeVisible()
  await expectGood(page)
  await page.getByRole('button', { name: 'Import as a draft' }).click()
  await page.waitForURL(/\/payroll\/runs\//)
  await page.getByRole('button', { name: 'Submit…' }).click()
  await page.getByRole('button', { name: 'Submit for approval' }).click()
  await expect(page.getByRole('button', { name: 'Submit…' })).toBeHidden()
  await become(page, 'approver', demoPassword, baseURL ?? '')
  await page.reload()
  await page.getByRole('button', { name: 'Approve…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Approve 2 payouts' }).click()
  await expect(page.getByRole('button', { name: 'Approve…' })).toBeHidden()

  await become(page, 'coordinator', demoPassword, baseURL ?? '')
  await upload(page, `lohn-${stamp}-2.csv`, lines('75'))
  await page.waitForURL(/\/payroll\/runs\//)
  await expect(page.getByText('3,580.50 EUR').first()).toBeVisible()
})

test('an amount that can be read in two ways is asked about', async ({ page }) => {
  const { stamp, account } = sample()
  const rows = [
    'Employee number,Name,IBAN,Amount,Currency',
    `${stamp}1,Ana ${stamp},${account('ES')},"1,234",EUR`,
    `${stamp}2,Jo ${stamp},${account('DE')},"2,345",EUR`,
  ]
  await upload(page, `two-ways-${stamp}.csv`, Buffer.from(rows.join('\n')))
  await page.waitForURL(/\/payroll\/imports\//)
  await expect(page.getByRole('button', { name: /^Check the file/ })).toHaveAttribute('aria-disabled', 'true')
  const question = page.getByRole('group', { name: 'A question about the file' })
  await expect(question).toContainText('1,234')
  await expectGood(page)
  await question.getByRole('radio', { name: /^A point before the decimals/ }).check()
  await expect(page.getByRole('button', { name: 'Check the file' })).not.toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: 'Discard this file' }).click()
  await expect(page.getByText('This file was discarded.')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
})

test('a file uploaded twice is one import, and of two tabs that map it the second is told', async ({ page, context }) => {
  const { stamp, account } = sample()
  const content = Buffer.from(`Staff ID;Name;IBAN;Amount;Currency\n${stamp}1;Ana ${stamp};${account('ES')};1.234,50;EUR\n`)
  await upload(page, `twice-${stamp}.csv`, content)
  await page.waitForURL(/\/payroll\/imports\//)
  const first = new URL(page.url()).pathname
  await upload(page, `twice-again-${stamp}.csv`, content)
  await expect(page.getByText('This file is already here.')).toBeVisible()
  expect(new URL(page.url()).pathname).toBe(first)
  await expectGood(page)

  const other = await context.newPage()
  await other.goto(first, { waitUntil: 'networkidle' })
  // The page shows what was chosen before it is saved.
  const saved = other.waitForResponse((response) => response.url().endsWith('/mapping') && response.ok())
  await other.getByLabel('Account', { exact: true }).selectOption('')
  await saved
  await expect(other.getByText('Choose the column for the account.').first()).toBeVisible()
  await page.getByLabel('Amount', { exact: true }).selectOption('')
  await expect(page.getByText('Someone mapped or checked this file in the meantime.')).toBeVisible()
  await page.getByRole('button', { name: 'Show the current state' }).click()
  await expect(page.getByText('Choose the column for the account.').first()).toBeVisible()
  await page.getByRole('button', { name: 'Discard this file' }).click()
  await expect(page.getByText('This file was discarded.')).toBeVisible()
})

test('lines with problems go out as a file, come back corrected, and the rest is left out on purpose', async ({ page }) => {
  test.setTimeout(180_000)
  const { stamp, account } = sample()
  const rows = [
    `${stamp}1,Right ${stamp},ES,${account('ES')},,EUR,1000.00`,
    `${stamp}2,Wrong ${stamp},DE,DE00370400440532013000,,EUR,2000.00`,
    `${stamp}3,Gone ${stamp},DE,DE00370400440532013000,,EUR,3000.00`,
  ]
  await upload(page, `mixed-${stamp}.csv`, Buffer.from([HEADER, ...rows].join('\n')))
  await expect(page.getByRole('heading', { name: `2 lines with problems in mixed-${stamp}.csv` })).toBeVisible()
  await expectGood(page)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the rows with problems' }).click(),
  ])
  const taken = readFileSync(await download.path(), 'utf8')
  expect(taken).toContain('PayLedger row')
  const corrected = taken.replace('DE00370400440532013000', account('DE'))
  await page.locator('input[type=file]').setInputFiles({ name: 'corrected.csv', mimeType: 'text/csv', buffer: Buffer.from(corrected) })
  await page.getByRole('button', { name: 'Check the corrected rows' }).click()
  await expect(page.getByText('One row was corrected by corrected.csv.')).toBeVisible()
  await expect(page.getByRole('heading', { name: `One line with problems in mixed-${stamp}.csv` })).toBeVisible()
  await page.getByRole('button', { name: 'Leave out this line…' }).click()
  await page.getByRole('dialog').getByLabel('Why do you leave them out?').fill('left the company in October')
  await page.getByRole('dialog').getByRole('button', { name: 'Leave out this line' }).click()
  await page.waitForURL(/\/payroll\/runs\//)
  await expect(page.getByText('“left the company in October”').first()).toBeVisible()
  await expect(page.getByText('3,000.00 EUR').first()).toBeVisible()
  await page.getByRole('link', { name: 'See which' }).click()
  await expect(page.getByRole('table', { name: `Problems in mixed-${stamp}.csv` })).toContainText(`Gone ${stamp}`)
  await expectGood(page)
})

test('a check goes on while the page is left, and is found again', async ({ page, isMobile }) => {
  test.skip(isMobile, 'the same at any width')
  test.setTimeout(240_000)
  const { stamp, account } = sample()
  const iban = account('DE')
  const rows = Array.from(
    { length: 30_000 },
    (_, index) => `${stamp}${index + 1},Somebody ${stamp} ${index},DE,${iban},,EUR,${1000 + (index % 900)}.00`,
  )
  await upload(page, `many-${stamp}.csv`, Buffer.from([HEADER, ...rows, `${stamp}1,Twice,DE,,,EUR,1.00`].join('\n')))
  await page.waitForURL(/\/payroll\/imports\//)
  const address = page.url()
  await expect(page.getByRole('progressbar', { name: 'Progress of the check' })).toBeVisible()
  await page.goto('/payroll/new')
  await expect(page.getByRole('table', { name: 'Unfinished imports' })).toContainText(`many-${stamp}.csv`)
  await page.goto(address)
  await expect(page.getByRole('heading', { name: `One line with problems in many-${stamp}.csv` })).toBeVisible({ timeout: 120_000 })
  await page.getByRole('button', { name: 'Discard this file' }).click()
  await expect(page.getByText('This file was discarded.')).toBeVisible()
})

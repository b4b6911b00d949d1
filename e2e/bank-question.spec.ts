/** *Did the bank get this file?*: the hand-over is interrupted between the link and its record, the bank takes the file and says nothing. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { Client } from 'pg'
import { sampleAccount } from '@/stack/sample-data/accounts'
import { randomOf } from '@/stack/sample-data/random'
import { expectGood } from './legible'
import { become } from './people'
import { expect, test } from './product'

test.setTimeout(240_000)
test.beforeEach(async ({ page }) => page.emulateMedia({ reducedMotion: 'reduce' }))

/** A run of two payouts that are always paid, submitted by the coordinator; its address and reference. */
async function submittedRun(page: Page): Promise<{ url: string; reference: string }> {
  const stamp = crypto.randomUUID()
  const random = randomOf(stamp)
  const rows = ['ES', 'DE'].map(
    (country, n) =>
      `${stamp.slice(0, 8)}-${n + 1},Ana Sample,${country},${sampleAccount(country, random, '88888').account},,EUR,${1500 + n}.00`,
  )
  const csv = ['employee_number,employee_name,country,account,bic,currency,amount', ...rows].join('\n')
  await page.goto('/payroll/new', { waitUntil: 'networkidle' })
  await expect(page.locator('input[type=file]')).toHaveCount(1)
  await page.getByLabel('Company').selectOption({ label: 'Polder Foods (sample)' })
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: `question-${stamp.slice(0, 8)}.csv`, mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await page.getByRole('button', { name: 'Upload file' }).click()
  await page.waitForURL(/\/payroll\/runs\/[0-9a-f-]{36}/)
  await page.getByRole('button', { name: 'Submit…' }).click()
  await page.getByRole('button', { name: 'Submit for approval' }).click()
  await expect(page.getByText('Submitted', { exact: true }).first()).toBeVisible()
  const reference = (await page.getByRole('heading', { level: 1 }).textContent())?.match(/PFB-\S+/)?.[0] ?? ''
  return { url: page.url(), reference }
}

/** What becomes of the copy that the bank has taken: it answers it after all, or has lost it. */
type Interrupted = { url: string; fileName: string; bankAnswers: () => void; bankLosesIt: () => void }

/**
 * Approves it, while the ledger refuses to record that payouts of this run were sent, and the bank cannot answer the first copy it takes:
 * a folder lies where it notes when it took the file.
 */
async function interruptedRun(page: Page, demoPassword: string, baseURL: string, productDir: string): Promise<Interrupted> {
  await become(page, 'coordinator', demoPassword, baseURL)
  const { url, reference } = await submittedRun(page)
  const fileName = `${reference}-F1.xml`
  const { env } = JSON.parse(readFileSync(join(productDir, 'stack.json'), 'utf8')) as { env: Record<string, string> }
  const taken = join(env.BANK_DIR ?? '', 'bank/taken', `${reference}-F1.1.xml`)
  const inTheWay = `${taken}.taken-at`
  mkdirSync(inTheWay)
  const owner = new Client({ connectionString: env.DATABASE_URL })
  await owner.connect()
  const runId = /[0-9a-f-]{36}/.exec(url)?.[0]
  const name = `not_sent_${runId?.replaceAll('-', '')}`
  await owner.query(
    `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'interrupted by a test'; END $$`,
  )
  // The bank's folder has to be in the way before the file has a name: this one is given, not random.
  await owner.query(
    `CREATE FUNCTION ${name}_named() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.message_id := '${reference}-F1'; NEW.file_name := '${fileName}'; RETURN NEW; END $$`,
  )
  await owner.query(
    `CREATE TRIGGER ${name}_named BEFORE INSERT ON bank_message FOR EACH ROW WHEN (NEW.run_id = '${runId}') EXECUTE FUNCTION ${name}_named()`,
  )
  await owner.query(
    `CREATE TRIGGER ${name} BEFORE UPDATE ON payout FOR EACH ROW WHEN (NEW.status = 'sent' AND NEW.run_id = '${runId}') EXECUTE FUNCTION ${name}()`,
  )
  try {
    await become(page, 'approver', demoPassword, baseURL)
    await page.goto(url)
    await page.getByRole('button', { name: 'Approve…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Approve 2 payouts' }).click()
    await expect(page.getByText(`Did the bank get ${fileName}?`)).toBeVisible({ timeout: 60_000 })
  } finally {
    await owner.query(`DROP FUNCTION ${name}, ${name}_named CASCADE`)
    await owner.end()
  }
  const bankAnswers = () => rmSync(inTheWay, { recursive: true })
  return { url, fileName, bankAnswers, bankLosesIt: () => [taken, inTheWay].forEach((path) => void rmSync(path, { recursive: true })) }
}

test('yes: the payouts are sent, nothing goes twice, and the history says who knew it and how', async ({
  page,
  demoPassword,
  baseURL,
  productDir,
}) => {
  const { url, fileName, bankAnswers } = await interruptedRun(page, demoPassword, baseURL ?? '', productDir)
  await expectGood(page)
  await page.goto('/payroll?inbox=attention')
  await expect(page.getByRole('row').filter({ hasText: fileName.replace('-F1.xml', '') })).toBeVisible()
  await page.goto(url)
  await page.getByRole('button', { name: 'Yes, it has it…' }).click()
  const dialog = page.getByRole('dialog', { name: 'The bank has the file' })
  await expect(dialog).toContainText('2 payouts are marked as sent')
  await expect(dialog.getByRole('button', { name: 'The bank has it' })).toHaveAttribute('aria-disabled', 'true')
  await expectGood(page)
  await dialog.getByLabel('How do you know?').fill('Mrs Sample of the bank has it before her')
  await dialog.getByRole('button', { name: 'The bank has it' }).click()
  await expect(page.getByText(`Did the bank get ${fileName}?`)).toBeHidden()
  await page.getByRole('link', { name: /^History/ }).click()
  const history = page.getByRole('table', { name: 'History of the run' })
  const said = history.getByRole('row').filter({ hasText: `said that the bank has ${fileName}` })
  await expect(said).toContainText('Sample Approver')
  await expect(said).toContainText('“Mrs Sample of the bank has it before her”')
  await expectGood(page)
  bankAnswers()
  await expect(page.getByText(/^Settled$/).first()).toBeVisible({ timeout: 60_000 })
})

test('no: said by one and confirmed by another, the file goes again, and the dialogs have said what happens if that is wrong', async ({
  page,
  demoPassword,
  baseURL,
  productDir,
}) => {
  const { url, fileName, bankLosesIt } = await interruptedRun(page, demoPassword, baseURL ?? '', productDir)
  bankLosesIt()
  await page.getByRole('button', { name: 'No, it does not…' }).click()
  const dialog = page.getByRole('dialog', { name: 'The bank does not have the file' })
  await expect(dialog).toContainText('2 payouts are paid twice')
  await dialog.getByLabel('How do you know?').fill('Their folder is empty, says Mr Sample')
  await dialog.getByRole('button', { name: 'The bank does not have it' }).click()
  await expect(page.getByText(/Sample Approver \(approver@payledger\.test\) says no/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Confirm “no”…' })).toHaveAttribute('aria-disabled', 'true')
  await expectGood(page)
  // Who prepared the run is refused as well: a third person confirms.
  await become(page, 'coordinator', demoPassword, baseURL ?? '')
  await page.goto(url)
  await page.getByRole('button', { name: 'Confirm “no”…' }).click()
  await page.getByRole('button', { name: 'Send it again' }).click()
  await expect(page.getByText(/You prepared run PFB-\S+, and this affects that run/)).toBeVisible()
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await page.getByRole('button', { name: 'Refuse “no”…' }).click()
  await page.getByLabel('Reason').fill('I say so myself')
  await page.getByRole('button', { name: 'Refuse', exact: true }).click()
  await page.getByRole('button', { name: 'No, it does not…' }).click()
  await page.getByLabel('How do you know?').fill('Their folder is empty, says Mr Sample')
  await page.getByRole('button', { name: 'The bank does not have it' }).click()
  await become(page, 'approver', demoPassword, baseURL ?? '')
  await page.goto(url)
  await page.getByRole('button', { name: 'Confirm “no”…' }).click()
  await expect(page.getByRole('dialog')).toContainText('2 payouts are paid twice')
  await page.getByRole('button', { name: 'Send it again' }).click()
  await expect(page.getByText(`Did the bank get ${fileName}?`)).toBeHidden()
  await page.goto(`${url}?tab=bank-files`)
  await expect(page.getByRole('table', { name: 'Files to the bank' }).getByRole('row').filter({ hasText: fileName })).toContainText(
    'Sent to the bank',
  )
  await page.goto(`${url}?tab=history`)
  await expect(page.getByRole('table', { name: 'History of the run' })).toContainText(
    `Sample Approver confirmed that the bank does not have ${fileName}`,
  )
})

/** What a bank says that fits no payment: looked at before it is applied, and resolved by two people. */
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expectGood } from './legible'
import { become, type Person } from './people'
import { expect, test } from './product'

type Payout = { name: string; amountMinor: string; currency: string; status: string }

/** A notification of two entries of the paying account: a credit like `payout`, not marked as a return, and a debit that names nothing. */
function notification(id: string, payout: Payout): { name: string; mimeType: string; buffer: Buffer } {
  const amount = (Number(payout.amountMinor) / 100).toFixed(2)
  const entry = (name: string, indicator: string, currency: string, sum: string, text: string) =>
    `<Ntry><NtryRef>${name}-${id}</NtryRef><Amt Ccy="${currency}">${sum}</Amt><CdtDbtInd>${indicator}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
     <BookgDt><Dt>2026-11-23</Dt></BookgDt><AcctSvcrRef>${name}${id}</AcctSvcrRef><AddtlNtryInf>${text}</AddtlNtryInf></Ntry>`
  const xml = `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
    <GrpHdr><MsgId>ODD-${id}</MsgId><CreDtTm>2026-11-23T04:00:00Z</CreDtTm></GrpHdr><Ntfctn><Id>1</Id><Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></Acct>
    ${entry('CR', 'CRDT', payout.currency, amount, `Refund ${payout.name}`)}${entry('DB', 'DBIT', 'EUR', '9.00', 'Account keeping')}
    </Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`
  return { name: `odd-${id}.xml`, mimeType: 'application/xml', buffer: Buffer.from(xml) }
}

async function settledPayout(page: Page): Promise<Payout> {
  const { rows } = (await (await page.request.get('/api/payroll-runs?inbox=done')).json()) as {
    rows: { id: string; reference: string; status: string }[]
  }
  // Of the company that the notification's account belongs to.
  const run = rows.find((each) => each.status === 'settled' && each.reference.startsWith('PFB-'))
  const { rows: lines } = (await (await page.request.get(`/api/payroll-runs/${run?.id}/payouts`)).json()) as { rows: Payout[] }
  const found = lines.find((line) => line.status === 'settled' && line.currency === 'EUR')
  if (!found) throw new Error('the sample data has no settled payout in euros on the first page of a run')
  return found
}

/** The bank puts the file into its folder, and the gateway takes it in. */
async function arrives(page: Page, productDir: string, file: ReturnType<typeof notification>, id: string): Promise<void> {
  const inbox = join(productDir, 'bank/inbox')
  writeFileSync(join(inbox, `.${file.name}`), file.buffer)
  renameSync(join(inbox, `.${file.name}`), join(inbox, file.name))
  await expect.poll(async () => (await page.request.get('/api/findings')).text(), { timeout: 60_000 }).toContain(`DB-${id}`)
}

test.beforeEach(async ({ page }) => page.emulateMedia({ reducedMotion: 'reduce' }))

test('a file by hand shows what it would change, changes nothing until a second person confirms it, and a finding of it is resolved by two', async ({
  page,
  demoPassword,
  baseURL,
}) => {
  // Five screens, each looked at by axe three times.
  test.slow()
  const as = (person: Person) => become(page, person, demoPassword, baseURL ?? '')
  await as('coordinator')
  const payout = await settledPayout(page)
  const id = crypto.randomUUID().slice(0, 8)
  const counted = async (): Promise<number> => {
    const answer = (await (await page.request.get('/api/findings')).json()) as { counts: { open: number } }
    return answer.counts.open
  }
  const before = await counted()

  await page.goto('/payroll/bank-files', { waitUntil: 'networkidle' })
  await page.locator('input[type=file]').setInputFiles(notification(id, payout))
  await page.getByRole('button', { name: 'Show what it would change' }).click()
  await expect(page.getByText('It would change: 2 exceptions')).toBeVisible()
  await expectGood(page)
  expect(await counted()).toBe(before)
  await page.getByLabel('Reason').fill('The bank sent it by e-mail')
  await page.getByRole('button', { name: 'Propose for confirmation' }).click()
  await expect(page.getByText(/Proposed by Sample Coordinator \(coordinator@payledger\.test\)/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Confirm…' })).toHaveAttribute('aria-disabled', 'true')
  await expectGood(page)
  expect(await counted()).toBe(before)
  const proposal = page.url()
  await as('approver')
  await page.goto('/payroll/bank-files', { waitUntil: 'networkidle' })
  await expectGood(page)
  await page.getByRole('table', { name: 'Files uploaded by hand' }).getByRole('link').first().click()
  await page.waitForURL(proposal)
  await page.getByRole('button', { name: 'Confirm…' }).click()
  await page.getByRole('button', { name: 'Confirm and apply' }).click()
  await expect(page.getByText(/confirmed by Sample Approver \(approver@payledger\.test\)/)).toBeVisible()
  await expectGood(page)
  expect(await counted()).toBe(before + 2)
  await page.goto('/payroll/bank-files', { waitUntil: 'networkidle' })
  await expect(
    page.getByText('uploaded by Sample Coordinator (coordinator@payledger.test), confirmed by Sample Approver').first(),
  ).toBeVisible()
  await as('coordinator')
  await page.goto('/payroll/bank-files', { waitUntil: 'networkidle' })
  await page.locator('input[type=file]').setInputFiles(notification(id, payout))
  // The same bytes again change nothing.
  await page.getByRole('button', { name: 'Show what it would change' }).click()
  await expect(page.getByText(/The same file arrived before/)).toBeVisible()
  expect(await counted()).toBe(before + 2)

  await page.goto('/payroll/findings', { waitUntil: 'networkidle' })
  await expectGood(page)
  await page.getByRole('link', { name: new RegExp(`CR-${id}`) }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('A credit that is not marked as a return')
  await expectGood(page)
  await page
    .getByRole('button', { name: new RegExp(`^Match with ${payout.name}`) })
    .first()
    .click()
  await page.getByLabel('Reason').fill('The bank says by phone that it came back')
  await page.getByRole('button', { name: 'Propose the match' }).click()
  await expect(page.getByText('Match proposed by Sample Coordinator.')).toBeVisible()
  // Who prepared its run is offered no confirmation at all, whoever proposed it.
  await expect(page.getByText('You cannot confirm this.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Confirm…' })).toBeHidden()

  const finding = page.url()
  await as('approver')
  await page.goto(finding, { waitUntil: 'networkidle' })
  await page.getByRole('button', { name: 'Confirm…' }).click()
  await page.getByRole('button', { name: 'Confirm', exact: true }).click()
  await expect(page.getByText('Confirmed by Sample Approver.')).toBeVisible()
  await expectGood(page)
  await page.getByRole('link', { name: 'Open the payment it names' }).click()
  await expect(page.getByText('Returned').first()).toBeVisible()
})

test('somebody who was quicker is shown, and nothing is overwritten', async ({ page, demoPassword, baseURL, browser, productDir }) => {
  await become(page, 'coordinator', demoPassword, baseURL ?? '')
  const id = crypto.randomUUID().slice(0, 8)
  const file = notification(id, await settledPayout(page))
  await arrives(page, productDir, file, id)
  await page.goto('/payroll/findings', { waitUntil: 'networkidle' })
  await page.getByRole('link', { name: new RegExp(`DB-${id}`) }).click()
  await expect(page.getByRole('button', { name: 'Assign to me…' })).toBeVisible()
  const other = await (await browser.newContext({ baseURL })).newPage()
  await become(other, 'approver', demoPassword, baseURL ?? '')
  await other.goto(page.url(), { waitUntil: 'networkidle' })
  await other.getByRole('button', { name: 'Assign to me…' }).click()
  await other.getByRole('dialog').getByRole('button', { name: 'Assign to me' }).click()
  await expect(other.getByText('assigned to Sample Approver')).toBeVisible()
  await page.getByRole('button', { name: 'Close…' }).click()
  await page.getByLabel('Reason').fill('Account keeping of November')
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(page.getByRole('dialog').getByText('Sample Approver')).toBeVisible()
  await other.context().close()
})

test('what is no salary is closed together, by two people, with the keyboard alone', async ({
  page,
  demoPassword,
  baseURL,
  productDir,
}) => {
  await become(page, 'coordinator', demoPassword, baseURL ?? '')
  const id = crypto.randomUUID().slice(0, 8)
  const file = notification(id, await settledPayout(page))
  await arrives(page, productDir, file, id)
  const markBoth = async () => {
    for (const name of ['CR', 'DB']) {
      await page.getByRole('link', { name: new RegExp(`${name}-${id}`) }).focus()
      await page.keyboard.press('x')
    }
    await expect(page.getByText('2 selected')).toBeVisible()
  }
  await page.goto('/payroll/findings?run=none', { waitUntil: 'networkidle' })
  await markBoth()
  await page.getByRole('button', { name: 'Close…' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Close: 2 exceptions' })).toBeVisible()
  await page.keyboard.type('Stands on the account, and is no salary')
  await expectGood(page)
  for (const key of ['Tab', 'Tab', 'Enter']) await page.keyboard.press(key)
  await expect(page.getByText('2 wait for someone else')).toBeVisible()
  await expect(page.getByRole('link', { name: new RegExp(`CR-${id}`) })).toBeHidden()

  const confirmBoth = async () => {
    await page.goto('/payroll/findings?state=proposed', { waitUntil: 'networkidle' })
    await markBoth()
    await page.getByRole('button', { name: 'Confirm…' }).focus()
    await page.keyboard.press('Enter')
    const confirm = page.getByRole('dialog').getByRole('button', { name: 'Confirm', exact: true })
    await confirm.focus()
    await page.keyboard.press('Enter')
  }
  await confirmBoth()
  await expect(page.getByText('2 have not changed.')).toBeVisible()
  await expect(page.getByText('You proposed this, so someone else must confirm it.')).toHaveCount(2)
  await become(page, 'approver', demoPassword, baseURL ?? '')
  await confirmBoth()
  await expect(page.getByText('2 resolved')).toBeVisible()
  await page.goto('/payroll/findings?state=resolved', { waitUntil: 'networkidle' })
  await expect(page.getByRole('row').filter({ hasText: `DB-${id}` })).toContainText('Closed')
})

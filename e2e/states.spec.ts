/** The operations desk: what is broken, each state it then shows with who acts on it, the repair from the page, and that it heals. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { publishedFile, readManifest } from '@/finance/manifest'
import { deleteTopic, freezeServer, freezeWorker, leftOpen, pastRules, runningIn } from './broken'
import { become } from './people'
import { expect, test } from './product'

test.skip(({ viewport }) => viewport?.width !== 1280, 'it breaks what there is only one of')
test.setTimeout(300_000)

/** It takes a while until a silence is one, and until what hung has caught up. */
const TURNS = { timeout: 90_000 }
const HEALS = { timeout: 150_000 }

test.beforeEach(async ({ page, demoPassword, baseURL }) => {
  await become(page, 'operator', demoPassword, baseURL ?? '')
  await page.goto('/operations')
})

/** A stage as the page has it now. */
const stage = (page: Page, name: string): Locator =>
  page
    .getByRole('list', { name: 'Stages of the pipeline' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name, exact: true }) })

const worker = (page: Page, name: string): Locator =>
  page.getByRole('table', { name: 'Workers' }).getByRole('row').filter({ hasText: name })

/** Asks for a repair by its button, and reads its report until it ends as it should. */
async function repair(page: Page, button: string, confirm: string, done: string): Promise<void> {
  const reason = `A drill of ${Date.now()}.`
  await page.getByRole('button', { name: button }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: confirm }).click()
  await expect(dialog).toBeHidden(TURNS)
  await expect(async () => {
    await page.goto('/operations')
    await page.getByRole('table', { name: 'Repairs' }).getByRole('link').first().click()
    await expect(page.getByText(reason)).toBeVisible({ timeout: 3_000 })
  }).toPass(TURNS)
  await expect(page.getByText(done)).toBeVisible(HEALS)
}

test('a session that holds the relay back is named, and ended from the page', async ({ page, productDir }) => {
  const session = await leftOpen(productDir)
  try {
    await expect(stage(page, 'Relay')).toContainText('Held back', TURNS)
    await expect(stage(page, 'Relay').getByRole('link', { name: /Runbook/i })).toBeVisible()
    const note = page.getByText('One open transaction holds all events back.')
    await expect(note).toBeVisible()
    await page.getByRole('button', { name: 'End that session…' }).click()
    const dialog = page.getByRole('dialog', { name: 'End this session' })
    await expect(dialog).toContainText('a report')
    await dialog.getByLabel('Reason').fill('It was forgotten.')
    await dialog.getByRole('button', { name: 'End that session' }).click()
    await expect.poll(() => session.isEnded(), TURNS).toBe(true)
    await expect(stage(page, 'Relay')).toContainText('Leading', HEALS)
    await expect(note).toBeHidden()
  } finally {
    await session.end()
  }
})

test('a projector that hangs is named with what starts it, search says that it is late, and both are well again', async ({
  page,
  productDir,
}) => {
  const goOn = freezeWorker(productDir, 'search-projector')
  try {
    await expect(worker(page, 'search-projector')).toContainText('Not responding', TURNS)
    await expect(worker(page, 'search-projector')).toContainText('Start it: node --import tsx workers/search-projector/main.ts')
    await expect(stage(page, 'Search')).toContainText('Late', TURNS)
    await expect(stage(page, 'Search').getByRole('link', { name: /Runbook/i })).toBeVisible()
  } finally {
    goOn()
  }
  await expect(worker(page, 'search-projector')).toContainText('Running', HEALS)
  await expect(stage(page, 'Search')).toContainText(/s behind/, HEALS)
})

test('a Kafka that hangs is named, and who starts it; all is read again when it goes on', async ({ page, productDir }) => {
  const goOn = freezeServer(productDir, 'kafka')
  try {
    await expect(stage(page, 'Kafka')).toContainText('If Kafka is down, start it.', HEALS)
  } finally {
    goOn()
  }
  await expect(stage(page, 'Kafka')).toContainText('6 of 6 partitions', HEALS)
  await expect(stage(page, 'Relay')).toContainText('Leading', HEALS)
})

test('a topic that is gone is filled again by the relay, and once more from the page', async ({ page, productDir }) => {
  await deleteTopic(productDir)
  await expect(stage(page, 'Kafka')).toContainText(/events sent again after a loss/, HEALS)
  await expect(stage(page, 'Kafka')).toContainText('6 of 6 partitions', HEALS)
  await repair(page, 'Fill Kafka anew…', 'Fill it anew', 'Kafka holds every event as the journal has it.')
  await page.goto('/operations')
  await expect(stage(page, 'Kafka')).toContainText('6 of 6 partitions', HEALS)
  await expect(stage(page, 'Search')).toContainText(/s behind/, HEALS)
})

test('an Elasticsearch that hangs is named, and who starts it; search answers again when it goes on', async ({ page, productDir }) => {
  const goOn = freezeServer(productDir, 'elasticsearch')
  try {
    await expect(stage(page, 'Search')).toContainText('If Elasticsearch is down, start it.', TURNS)
  } finally {
    goOn()
  }
  await expect(stage(page, 'Search')).toContainText(/s behind/, HEALS)
})

test('published figures that were damaged are published anew from the page', async ({ page, productDir }) => {
  const dir = runningIn(productDir).env?.FINANCE_DIR ?? ''
  const manifest = await readManifest(dir)
  if (!manifest) throw new Error('nothing is published')
  // Kept from making them again by itself meanwhile.
  const goOn = freezeWorker(productDir, 'finance-loader')
  try {
    writeFileSync(publishedFile(dir, manifest), 'no table of figures')
    await expect(stage(page, 'Finance')).toContainText('No answer', TURNS)
  } finally {
    goOn()
  }
  await repair(page, 'Publish finance anew…', 'Publish them anew', 'The figures were published anew.')
  await page.goto('/operations')
  await expect(stage(page, 'Finance')).toContainText(/s behind/, HEALS)
})

test('a landing with a damaged file is filled anew from the page', async ({ page, productDir }) => {
  const dir = runningIn(productDir).env?.FINANCE_DIR ?? ''
  const [segment] = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.parquet'))
  if (!segment) throw new Error('nothing has landed')
  writeFileSync(join(dir, segment), 'no events')
  await repair(page, 'Fill finance anew…', 'Fill it anew', 'The new landing is in its place')
  await page.goto('/operations')
  await expect(stage(page, 'Finance')).toContainText(/s behind/, HEALS)
})

test('a row of the ledger that somebody changed past its rules is found, waits for two people, and closes when it is put right', async ({
  page,
  productDir,
}) => {
  const change = (amount: string) =>
    pastRules(productDir, `UPDATE payout SET amount_minor = amount_minor ${amount} WHERE id = (SELECT min(id::text)::uuid FROM payout)`, [])
  await change('+ 1')
  try {
    await page.getByRole('button', { name: 'Compare deeply' }).click()
    const found = page
      .getByRole('table', { name: 'Open differences' })
      .getByRole('row')
      .filter({ hasText: 'Ledger' })
      .getByRole('link')
      .first()
    await expect(found).toBeVisible(HEALS)
    await found.click()
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.getByRole('button', { name: 'Explain…' }).click()
    await page.getByLabel('Reason').fill('A drill.')
    await page.getByRole('dialog').getByRole('button', { name: 'Explain', exact: true }).click()
    await expect(page.getByText(/second person|someone else/i).first()).toBeVisible()
  } finally {
    await change('- 1')
  }
  const address = page.url()
  await page.goto('/operations')
  await page.getByRole('button', { name: 'Compare deeply' }).click()
  await expect(async () => {
    await page.goto(address)
    await expect(page.getByText('No comparison finds it any more.')).toBeVisible({ timeout: 2_000 })
  }).toPass(HEALS)
})

test('a bank’s file that cannot be read is named, and tried again from the page', async ({ page, productDir }) => {
  const name = `states-${Date.now()}.xml`
  writeFileSync(join(runningIn(productDir).env?.BANK_DIR ?? '', 'inbox', name), '<Document>')
  const row = page.getByRole('table', { name: 'Bank files that could not be read' }).getByRole('row').filter({ hasText: name })
  await expect(row).toBeVisible(TURNS)
  await row.getByRole('button', { name: `Read ${name} again` }).click()
  await page.getByRole('dialog').getByLabel('Reason').fill('The bank says that it is good.')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Read it again/ })
    .click()
  await expect(row).toContainText(/still|again/i, TURNS)
})

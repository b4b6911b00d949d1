/** A month is closed: what is in the way is explained, one prepares and cannot close it, another closes it, and two reopen it. */
import { readFileSync } from 'node:fs'
import type { APIRequestContext, Page } from '@playwright/test'
import { monthWords } from '@/payroll/months/month'
import { expectGoodAnywhere } from './legible'
import { become } from './people'
import { expect, test } from './product'

type Row = { month: string; state: string }
type Item = { key: string; state: string }

/** The one that is next in order: after the newest that is closed, or else the oldest of all. */
async function nextMonth(request: APIRequestContext): Promise<string> {
  const { months } = (await (await request.get('/api/finance/months')).json()) as { months: Row[] }
  const inOrder = [...months].reverse()
  const closed = inOrder.findLastIndex(({ state }) => state === 'closed')
  return inOrder[closed + 1]?.month ?? inOrder.at(-1)?.month ?? ''
}

const checklistOf = async (request: APIRequestContext, month: string): Promise<Item[]> =>
  ((await (await request.get(`/api/finance/months/${month}`)).json()) as { checklist: Item[] }).checklist

async function act(page: Page, button: string, confirm: string, reason?: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).first().click()
  const dialog = page.getByRole('dialog')
  if (reason) await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: confirm, exact: true }).click()
  await expect(dialog).toBeHidden({ timeout: 30_000 })
}

test('a month is explained, prepared, closed by another, and reopened by two', async ({ page, demoPassword, baseURL, viewport }) => {
  test.skip(viewport?.width !== 1280, 'there is one next month')
  test.setTimeout(480_000)
  await become(page, 'finance', demoPassword, baseURL ?? '')
  const month = await nextMonth(page.request)
  const missing = async () => (await checklistOf(page.request, month)).filter(({ key, state }) => key === 'covered' && state === 'red')
  await expect.poll(async () => (await missing()).length, { message: 'the figures cover the month', timeout: 180_000 }).toBe(0)

  await page.goto('/finance/months')
  await page
    .getByRole('link', { name: monthWords(month) })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1, name: monthWords(month) })).toBeVisible()
  await expectGoodAnywhere(page)
  for (const _ of ['runs', 'bank-files', 'exceptions']) {
    if ((await page.getByRole('button', { name: /^Explain( all)?…$/ }).count()) === 0) break
    await page
      .getByRole('button', { name: /^Explain( all)?…$/ })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Reason').fill('Known to us, and settled with the bank.')
    await dialog.getByRole('button', { name: 'Explain', exact: true }).click()
    await expect(dialog).toBeHidden()
    await page.reload()
  }
  expect((await checklistOf(page.request, month)).filter(({ state }) => state === 'red')).toEqual([])

  await act(page, 'Prepare…', 'Prepare')
  await expect(page.getByRole('heading', { name: 'Prepared close' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('button', { name: 'Close…' })).toBeDisabled()
  const waiting = async () => (await checklistOf(page.request, month)).filter(({ state }) => state === 'waiting' || state === 'red')
  await expect.poll(async () => (await waiting()).length, { message: 'compared in full', timeout: 240_000 }).toBe(0)

  await become(page, 'admin', demoPassword, baseURL ?? '')
  await expect(async () => {
    await page.goto(`/finance/months/${month}`)
    await expect(page.getByRole('button', { name: 'Close…' })).toBeEnabled({ timeout: 2_000 })
  }).toPass({ timeout: 120_000 })
  await act(page, 'Close…', 'Close the month')
  await expect(page.getByRole('heading', { name: 'Close', exact: true })).toBeVisible({ timeout: 30_000 })
  await expectGoodAnywhere(page)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Journal (CSV)' }).click()])
  expect(readFileSync(await download.path(), 'utf8')).toMatch(/^\ufeffDate,Company,Account,Text,Debit,Credit,Currency\r\n/)
  await page.getByRole('link', { name: 'Read or print' }).click()
  await expect(page.getByRole('table', { name: 'Figures' })).toBeVisible()
  await expectGoodAnywhere(page)

  await page.goto(`/finance/months/${month}`)
  await act(page, 'Reopen…', 'Ask to reopen', 'A bank file came late.')
  await expect(page.getByText('asks to reopen this month.')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('button', { name: 'Confirm reopening…' })).toBeDisabled()
  await become(page, 'finance', demoPassword, baseURL ?? '')
  await page.goto(`/finance/months/${month}`)
  await act(page, 'Confirm reopening…', 'Reopen')
  await expect(page.getByRole('heading', { name: 'Earlier close' })).toBeVisible({ timeout: 30_000 })
  await page.goto('/finance/months')
  await expect(page.getByRole('row').filter({ hasText: monthWords(month) })).toContainText('Reopened')
})

/** Finance asks why a figure is another one than before, and on what it rests. */
import type { Page } from '@playwright/test'
import { expectGoodAnywhere } from './legible'
import { become } from './people'
import { expect, test } from './product'

type Sum = { minor: string }
type Changes = {
  totals: { currency: string; kind: string; was: Sum; now: Sum; difference: Sum; causes: Sum[] }[]
  events: { payoutId: string; position: string }[]
}

const whole = (parts: readonly Sum[]) => parts.reduce((sum, { minor }) => sum + BigInt(minor), 0n)

/** The desk's figures are there. */
async function finance(page: Page, demoPassword: string, baseURL: string): Promise<string> {
  test.setTimeout(300_000)
  await become(page, 'finance', demoPassword, baseURL)
  const position = async () => {
    const answer = await page.request.get('/api/finance/fees-by-corridor')
    return answer.ok() ? ((await answer.json()) as { coverage: { position: string } }).coverage.position : '0'
  }
  await expect.poll(async () => BigInt(await position()) > 2_000n, { message: 'finance covers sample data', timeout: 180_000 }).toBe(true)
  return position()
}

test('two moments are compared, the causes add up, and an event leads to its payout', async ({ page, demoPassword, baseURL }) => {
  const position = BigInt(await finance(page, demoPassword, baseURL ?? ''))
  const from = String(position - 1_500n)
  const answer = await page.request.get(`/api/finance/changes?from=${from}&to=${position}`)
  expect(answer.status(), await answer.text()).toBe(200)
  const { totals } = (await answer.json()) as Changes
  for (const { was, now, difference, causes } of totals) {
    expect(BigInt(now.minor) - BigInt(was.minor)).toBe(BigInt(difference.minor))
    expect(whole(causes)).toBe(BigInt(difference.minor))
  }
  await page.goto('/finance')
  await page.getByRole('link', { name: 'Changes', exact: true }).click()
  const first = page.getByRole('group', { name: 'First moment' })
  await first.getByLabel('or a position').fill(from)
  await page.getByRole('group', { name: 'Second moment' }).getByLabel('or a position').fill(String(position))
  await page.getByRole('button', { name: 'Show what changed' }).click()
  await expect(page.getByText(`position ${from}`).first()).toBeVisible()
  if (totals.length > 0) {
    const table = page.getByRole('table', { name: 'What changed, each currency by itself' })
    await expect(table.getByRole('row')).toHaveCount(totals.length + 1)
    await table.getByRole('link').first().click()
    await expect(page.getByRole('table', { name: 'Events that changed it, in their order' }).getByRole('row').nth(1)).toBeVisible()
  }
  await expectGoodAnywhere(page)
})

test('what has no answer is told in a sentence', async ({ page, demoPassword, baseURL }) => {
  await finance(page, demoPassword, baseURL ?? '')
  await page.goto('/finance/changes?from=999999999999')
  await expect(page.getByText('Position 999999999999 is not counted yet')).toBeVisible()
  await page.goto('/finance/changes?fromTime=2001-01-01T00:00')
  await expect(page.getByText('before the first change that PayLedger recorded')).toBeVisible()
})

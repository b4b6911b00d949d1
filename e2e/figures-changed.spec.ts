/** Finance asks why a figure is another one than before, and on what it rests. */
import { readFileSync } from 'node:fs'
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

test('a figure leads to its proof, and the certificate says in words what was proved', async ({ page, demoPassword, baseURL }) => {
  await finance(page, demoPassword, baseURL ?? '')
  await page.goto('/finance/corridors')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Prove this' }).click()
  const proof = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as { question: string; certificate: { position: string } }
  expect(proof.question).toBe('fees-by-corridor')
  await page.getByRole('link', { name: 'What was proved' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Certificate of the figures')
  const table = page.getByRole('table', { name: 'What was proved' })
  await expect(table.getByText('Yes', { exact: true })).toHaveCount(6)
  await expectGoodAnywhere(page)
})

test('figures as they stood once say so on every page, and in the API', async ({ page, demoPassword, baseURL }) => {
  const position = BigInt(await finance(page, demoPassword, baseURL ?? ''))
  const then = String(position - 1_500n)
  const answer = await page.request.get(`/api/finance/fees-by-corridor?as-of=${then}`)
  expect(answer.status(), await answer.text()).toBe(200)
  expect(((await answer.json()) as { coverage: { position: string } }).coverage.position).toBe(then)
  await page.goto(`/finance/corridors?as-of=${then}`)
  await expect(page.getByText('As it stood on')).toHaveCount(2) // the note, and the field
  await expect(page.getByText('what was recorded until then')).toBeVisible()
  await page.getByRole('link', { name: 'Overview', exact: true }).click()
  await expect(page).toHaveURL(/\/finance\?/)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByText('what was recorded until then')).toBeVisible()
  await expectGoodAnywhere(page)
  const csv = await page.request.get(`/api/finance/export.csv?figure=fees&as-of=${then}`)
  expect(csv.headers()['content-disposition']).toContain(`position-${then}`)
  await page.getByRole('link', { name: 'Back to now' }).click()
  await expect(page.getByText('what was recorded until then')).toHaveCount(0)
  for (const [asked, says] of [
    ['2001-01-01T00:00:00Z', 'before the first change'],
    ['2099-01-01T00:00:00Z', 'in the future'],
  ] as const) {
    await page.goto(`/finance?as-of=${asked}`)
    await expect(page.getByText(says)).toBeVisible()
    expect((await page.request.get(`/api/finance/fees-by-corridor?as-of=${asked}`)).status()).toBe(422)
  }
})

test('what has no answer is told in a sentence', async ({ page, demoPassword, baseURL }) => {
  await finance(page, demoPassword, baseURL ?? '')
  await page.goto('/finance/changes?from=999999999999')
  await expect(page.getByText('Position 999999999999 is not counted yet')).toBeVisible()
  await page.goto('/finance/changes?fromTime=2001-01-01T00:00')
  await expect(page.getByText('before the first change that PayLedger recorded')).toBeVisible()
})

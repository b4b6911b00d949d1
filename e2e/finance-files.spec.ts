/** Finance fetches a file that was prepared, and lets go of it. Figures of the samples are small, so it is asked for where its size does not matter. */
import { readFileSync } from 'node:fs'
import { expectLegible } from './legible'
import { become } from './people'
import { expect, test } from './product'

test('a file is prepared, fetched and removed, by whoever asked for it', async ({ page, demoPassword, baseURL }) => {
  await become(page, 'finance', demoPassword, baseURL ?? '')
  await page.goto('/finance/rows?figure=fees')
  await expect(page.getByText('Export rows:')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Prepare a file…' })).toHaveCount(0)

  const asked = await page.request.post('/api/finance/exports', {
    data: { figure: 'fees', asks: 'currency=EUR', format: 'csv' },
    headers: { 'idempotency-key': crypto.randomUUID(), origin: baseURL ?? '' },
  })
  expect(asked.status()).toBe(201)
  const { id } = (await asked.json()) as { id: string }
  await page.goto('/finance')
  await page.getByRole('link', { name: 'Files', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Files' })).toBeVisible()
  const row = page.getByRole('row').filter({ hasText: 'Fees, CSV' }).first()
  await expect(row).toContainText('Ready', { timeout: 30_000 })
  await expectLegible(page)

  const saving = page.waitForEvent('download')
  await row.getByRole('link', { name: 'Download Fees' }).click()
  const file = await saving
  expect(file.suggestedFilename()).toMatch(/^payledger-fees-rows-to-position-\d+\.csv$/)
  expect(readFileSync(await file.path(), 'utf8')).toContain('payout_id')

  await row.getByRole('button', { name: 'Remove Fees' }).click()
  await expect(row).toContainText('Called off')
  expect((await page.request.get(`/api/finance/exports/${id}/file`)).status()).toBe(409)
  await become(page, 'coordinator', demoPassword, baseURL ?? '')
  expect((await page.request.get(`/api/finance/exports/${id}/file`)).status()).toBe(403)
})

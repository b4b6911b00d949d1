/** What an operator does from the desk: a worker restarts and is back, a file that could not be read is tried again; and the figures come by a stream that ends with the page. */
import { become } from './people'
import { expect, test } from './product'

test('a worker is asked to restart, with a reason, and is back', async ({ page, demoPassword, baseURL }) => {
  test.setTimeout(120_000)
  await become(page, 'operator', demoPassword, baseURL ?? '')
  await page.goto('/operations')
  const row = page.getByRole('table', { name: 'Workers' }).getByRole('row').filter({ hasText: 'reconciler' })
  await row.getByRole('button', { name: 'Restart reconciler' }).click()
  const dialog = page.getByRole('dialog', { name: 'Restart reconciler' })
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Tried by a test.')
  await dialog.getByRole('button', { name: 'Restart' }).click()
  await expect(row).toContainText('asked it to restart')
  await expect(row).toContainText('back since', { timeout: 90_000 })
})

test('the figures come by one stream, which closes with the page and is refused to others', async ({ page, demoPassword, baseURL }) => {
  await become(page, 'operator', demoPassword, baseURL ?? '')
  const polls: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/api/operations/status')) polls.push(request.url())
  })
  await page.goto('/operations')
  await expect(page.getByText('live', { exact: true })).toBeVisible()
  await page.waitForTimeout(6_000)
  expect(polls).toEqual([])
  // More than five at once are refused, so that these close with their pages.
  for (let n = 0; n < 8; n++) {
    const opened = page.waitForResponse((response) => response.url().endsWith('/api/operations/live') && response.ok())
    await page.goto('/operations')
    await opened
  }
  await become(page, 'support', demoPassword, baseURL ?? '')
  expect((await page.request.get('/api/operations/live')).status()).toBe(403)
})

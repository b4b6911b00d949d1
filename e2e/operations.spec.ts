/** What an operator sees: the pipeline with its live numbers, and the truth when they cannot be had. */
import type { Page } from '@playwright/test'
import { become, type Person } from './people'
import { expect, test } from './product'

async function open(page: Page, person: Person, password: string, baseURL: string | undefined): Promise<void> {
  await become(page, person, password, baseURL ?? '')
  await page.goto('/operations')
}

test('an operator sees every stage of the pipeline with its figures, its threshold and how it does', async ({
  page,
  demoPassword,
  baseURL,
}) => {
  await open(page, 'operator', demoPassword, baseURL)
  await expect(page.getByRole('heading', { level: 1, name: 'Pipeline' })).toBeVisible()
  const stages = page.getByRole('list', { name: 'Stages of the pipeline' }).getByRole('listitem')
  await expect(stages.getByRole('heading')).toHaveText(['Ledger', 'Relay', 'Kafka', 'Search', 'Finance'])
  await expect(stages.nth(0)).toContainText('late after 10 s in the outbox')
  await expect(stages.nth(0)).toContainText('outbox empty', { timeout: 60_000 })
  await expect(stages.nth(1)).toContainText('Leading')
  await expect(stages.nth(1)).toContainText(/position [1-9][\d,]*/)
  await expect(stages.nth(2)).toContainText('6 of 6 partitions', { timeout: 60_000 })
  await expect(stages.nth(3)).toContainText('late after 30 s')
  await expect(stages.nth(3)).toContainText(/\d+ s behind/, { timeout: 60_000 })
  await expect(stages.nth(4)).toContainText('late after 2 min')
  const workers = page.getByRole('table', { name: 'Workers' })
  for (const name of ['outbox-relay', 'search-projector', 'finance-loader', 'bank-gateway', 'jobs', 'reconciler']) {
    await expect(workers.getByRole('row').filter({ hasText: name })).toBeVisible()
  }
  await expect(workers.getByRole('row').filter({ hasText: 'outbox-relay' })).toContainText('Running')
  const lag = page.getByRole('table', { name: 'Events behind, by consumer and partition' })
  await expect(lag.getByRole('row').filter({ hasText: 'search-projector' })).toBeVisible()
})

test('the figures are asked for again, and the page says when they cannot be had', async ({ page, context, demoPassword, baseURL }) => {
  await open(page, 'operator', demoPassword, baseURL)
  await expect(page.getByText('live', { exact: true })).toBeVisible()
  await context.setOffline(true)
  await expect(page.getByText('The page could not refresh.')).toBeVisible()
  await expect(page.getByText('not live')).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText('live', { exact: true })).toBeVisible()
  await expect(page.getByText('The page could not refresh.')).toBeHidden()
})

test('whoever is no operator is told so, and gets no figure from the API either', async ({ page, demoPassword, baseURL }) => {
  await open(page, 'support', demoPassword, baseURL)
  await expect(page.getByRole('heading', { level: 1, name: 'You don’t have access to this page' })).toBeVisible()
  await expect(page.getByText('Stages of the pipeline')).toBeHidden()
  expect((await page.request.get('/api/operations/status')).status()).toBe(403)
})

test('whoever sends traffic learns without a sign-in that the process is ready, and nothing else', async ({ request }) => {
  const answer = await request.get('/api/health/ready')
  expect(answer.status()).toBe(200)
  const body = (await answer.json()) as Record<string, unknown>
  expect(Object.keys(body)).toEqual(['status', 'ledger', 'search', 'finance'])
  expect(body).toMatchObject({ status: 'ready', ledger: { state: 'up' } })
})

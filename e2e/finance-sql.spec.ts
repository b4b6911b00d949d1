/** Finance asks in SQL: from a figure to its question, its answer in pages and files, and what may not be asked. */
import { readFileSync } from 'node:fs'
import { expectLegible } from './legible'
import { become } from './people'
import { expect, test } from './product'

test.beforeEach(async ({ page, demoPassword, baseURL }) => {
  await become(page, 'finance', demoPassword, baseURL ?? '')
})

test('a figure opens as SQL, which comes to the figure; changed, it is answered by the keyboard', async ({ page }) => {
  await page.goto('/finance/corridors?currency=JPY')
  await page.getByRole('link', { name: 'Open the SQL of this figure' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('SQL')
  const question = page.getByLabel('Question in SQL')
  await expect(question).toHaveValue(/FROM payout_facts\n {2}WHERE currency = 'JPY'/)
  await question.press('ControlOrMeta+Enter')
  const table = page.getByRole('table', { name: 'Answer' })
  await expect(table.getByRole('columnheader', { name: 'amount_minor' })).toBeVisible()
  await expect(table.getByRole('cell', { name: 'DE-JP' }).first()).toBeVisible()
  await expect(page.getByText(/Covers every change up to .* positions 1 to/)).toBeVisible()
  await expectLegible(page)
})

test('a long answer has pages, says that there is more, and is exported', async ({ page }) => {
  await page.goto('/finance/sql')
  const question = page.getByLabel('Question in SQL')
  await question.fill('SELECT range AS n, range % 3 = 0 AS third FROM range(20000)')
  await page.getByRole('button', { name: 'Run' }).click()
  await expect(page.getByText('Only the first 10,000 rows are shown.')).toBeVisible()
  await expect(page.getByText(/^1–100 of 10,000\+ rows/)).toBeVisible()
  await page.getByRole('button', { name: 'Next rows' }).click()
  await expect(page.getByRole('cell', { name: '100', exact: true })).toBeVisible()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()])
  expect(file.suggestedFilename()).toMatch(/^payledger-sql-to-position-\d+\.csv$/)
  const lines = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\r\n')
  expect([lines.length, lines[1], lines.at(-1)]).toEqual([20_001, '0,true', '19999,false'])
})

test('what may not be asked is refused in a sentence, and what never ends is stopped by whoever asked', async ({ page }) => {
  await page.goto('/finance/sql')
  const question = page.getByLabel('Question in SQL')
  for (const [sql, sentence] of [
    ["SELECT * FROM read_csv('/etc/passwd')", 'The function read_csv is not available here.'],
    ['DELETE FROM payout_facts', 'Only a SELECT can be asked here.'],
    ['SELECT beneficiary_name FROM payout_facts', 'beneficiary_name'],
  ] as const) {
    await question.fill(sql)
    await page.getByRole('button', { name: 'Run' }).click()
    await expect(page.getByText(sentence)).toBeVisible()
  }
  await question.fill('SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 7')
  await page.getByRole('button', { name: 'Run' }).click()
  await page.getByRole('button', { name: 'Stop' }).click()
  await question.fill('SELECT count(*) AS companies FROM companies')
  await expect(async () => {
    await page.getByRole('button', { name: 'Run' }).click()
    await expect(page.getByRole('columnheader', { name: 'companies' })).toBeVisible({ timeout: 3_000 })
  }).toPass()
})

test('is for whoever sees figures of every company, and for nobody else', async ({ page, demoPassword, baseURL }) => {
  await become(page, 'support', demoPassword, baseURL ?? '')
  const answer = await page.request.post('/api/finance/answers', { data: { sql: 'SELECT 1' } })
  expect(answer.status()).toBe(403)
})

/** Finance saves what it asks: a name, a figure on the overview, and having back what was removed. */
import { expectLegible } from './legible'
import { become } from './people'
import { expect, test } from './product'

test('a choice is saved, pinned, changed, removed and had back', async ({ page, demoPassword, baseURL }) => {
  await become(page, 'finance', demoPassword, baseURL ?? '')
  const name = `Yen ${crypto.randomUUID().slice(0, 8)}`
  await page.goto('/finance/corridors?currency=JPY')
  await page.getByRole('button', { name: 'Save question…' }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText(`“${name}” is under Saved.`)).toBeVisible()
  await page.goto('/finance/questions')
  await page.getByRole('button', { name: `Pin ${name}` }).click()
  await expect(page.getByRole('button', { name: `Unpin ${name}` })).toBeVisible()
  await expectLegible(page)

  await page.goto('/finance')
  const figure = page.getByRole('term').filter({ hasText: name })
  await expect(figure).toBeVisible()
  await expect(page.getByText(/Fees, .* of payouts in JPY/)).toBeVisible()
  await page.locator('div').filter({ has: figure }).last().getByRole('link').click()
  await expect(page).toHaveURL(/\/finance\/corridors\?currency=JPY/)

  await page.goto('/finance/questions')
  await page.getByRole('button', { name: `Change… ${name}` }).click()
  await page.getByLabel('Name').fill(`${name} b`)
  await page.getByLabel('Share it with everyone in finance').check()
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await expect(page.getByRole('row').filter({ hasText: `${name} b` })).toContainText('Yours, shared')
  await page.getByRole('button', { name: `Remove ${name} b` }).click()
  await expect(page.getByText(`“${name} b” was removed.`)).toBeVisible()
  await expect(page.getByRole('link', { name: `${name} b` })).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('link', { name: `${name} b` })).toBeVisible()
  await page.getByRole('button', { name: `Unpin ${name} b` }).click()
  await expect(page.getByRole('button', { name: `Pin ${name} b`, exact: true })).toBeVisible()
  await page.getByRole('button', { name: `Remove ${name} b` }).click()
})

test('a text of SQL is saved and opened again', async ({ page, demoPassword, baseURL }) => {
  await become(page, 'finance', demoPassword, baseURL ?? '')
  const name = `Text ${crypto.randomUUID().slice(0, 8)}`
  await page.goto('/finance/sql')
  await page.getByLabel('Question in SQL').fill('SELECT 41 + 1 AS answer')
  await page.getByRole('button', { name: 'Save question…' }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText(`“${name}” is under Saved.`)).toBeVisible()
  await page.goto('/finance/questions')
  await page.getByRole('link', { name }).click()
  await expect(page.getByLabel('Question in SQL')).toHaveValue('SELECT 41 + 1 AS answer')
  await page.goto('/finance/questions')
  await page.getByRole('button', { name: `Remove ${name}` }).click()
  await expect(page.getByText(`“${name}” was removed.`)).toBeVisible()
})

/** A document of search is altered by hand: an operator has the stores compared, reads what differs, explains it, makes search anew, and sees it heal. */
import { askIndex } from './broken'
import { expectGoodAnywhere } from './legible'
import { become } from './people'
import { expect, test } from './product'

type Document = { _source: Record<string, unknown>; _version: number }

type Index = { ask<T>(path: string, method?: string, body?: unknown): Promise<T>; id: string; before: Record<string, unknown> }

/** A settled payout in the index, past the product. */
async function someDocument(productDir: string): Promise<Index> {
  const ask: Index['ask'] = async <T>(path: string, method?: string, body?: unknown): Promise<T> =>
    (await askIndex<T>(productDir, path, method, body)).body
  const { hits } = await ask<{ hits: { hits: { _id: string }[] } }>('/_search?size=1&q=status:settled')
  const id = hits.hits[0]?._id ?? ''
  return { ask, id, before: (await ask<Document>(`/_doc/${id}`))._source }
}

test('an operator finds an altered document, explains it, makes search anew, and sees it repaired', async ({
  page,
  demoPassword,
  productDir,
  baseURL,
  viewport,
}) => {
  test.skip(viewport?.width !== 1280, 'it alters what there is only one of')
  test.setTimeout(480_000)
  const { ask, id, before } = await someDocument(productDir)
  const write = (document: Record<string, unknown>) => ask(`/_doc/${id}?refresh=true`, 'PUT', document)

  await write({ ...before, amountMinor: '1' })
  await become(page, 'operator', demoPassword, baseURL ?? '')
  await page.goto('/operations')
  const last = page.getByRole('table', { name: 'Last comparisons' })
  await page.getByRole('button', { name: 'Compare deeply' }).click()
  await expect(last.getByRole('row').filter({ hasText: 'Deep' })).toContainText('1 difference among', { timeout: 150_000 })
  await page.getByRole('table', { name: 'Open differences' }).getByRole('link', { name: id }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Altered' })).toBeVisible()
  const field = page.getByRole('table', { name: 'Fields that differ' }).getByRole('row').filter({ hasText: 'document.amountMinor' })
  await expect(field).toContainText(String(before.amountMinor))
  await page.getByRole('button', { name: 'Explain…' }).click()
  await page.getByLabel('Reason').fill('A drill of this afternoon.')
  await page.getByRole('dialog').getByRole('button', { name: 'Explain', exact: true }).click()
  await expect(page.getByText('explained it.')).toBeVisible()
  await expect(page.getByText('A drill of this afternoon.')).toBeVisible()

  const address = page.url()
  await page.goto('/operations')
  await page.getByRole('button', { name: 'Make search anew…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(/All [\d,]+ events are read again/)
  const reason = `A document was altered (${Date.now()}).`
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: 'Make it anew' }).click()
  await expect(async () => {
    await page.goto('/operations')
    await page.getByRole('table', { name: 'Repairs' }).getByRole('link', { name: 'Make search anew' }).first().click()
    await expect(page.getByText(reason)).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 30_000 })
  await expect(page.getByText('The new index answers.')).toBeVisible({ timeout: 300_000 })
  await expect(page.getByText('Every one is equal to the ledger.')).toBeVisible()
  await expectGoodAnywhere(page)
  expect((await ask<{ found: boolean; _source: { amountMinor: string } }>(`/_doc/${id}`))._source.amountMinor).toBe(before.amountMinor)
  await page.goto('/operations')
  await page.getByRole('button', { name: 'Compare now' }).click()
  await expect(last.getByRole('row').filter({ hasText: 'Quick' })).toContainText('No difference among', { timeout: 150_000 })
  await expect(async () => {
    await page.goto(address)
    await expect(page.getByText('No comparison finds it any more.')).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 90_000 })
})

test('an operator replays an altered document from its difference, and reads what has changed', async ({
  page,
  demoPassword,
  productDir,
  baseURL,
  viewport,
}) => {
  test.skip(viewport?.width !== 1280, 'it alters what there is only one of')
  test.setTimeout(480_000)
  const { ask, id, before } = await someDocument(productDir)
  await ask(`/_doc/${id}?refresh=true`, 'PUT', { ...before, amountMinor: '1' })
  await become(page, 'operator', demoPassword, baseURL ?? '')
  await page.goto('/operations')
  await page.getByRole('button', { name: 'Compare deeply' }).click()
  const found = page.getByRole('table', { name: 'Open differences' }).getByRole('link', { name: id })
  await expect(found).toBeVisible({ timeout: 150_000 })
  await found.click()
  await expect(page.getByRole('heading', { level: 1, name: 'Altered' })).toBeVisible()
  const address = page.url()
  await page.getByRole('button', { name: 'Replay this…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('The events of 1 payout are read again from Kafka and written again to search.')
  await dialog.getByLabel('Reason').fill('A drill of this evening.')
  await dialog.getByRole('button', { name: 'Replay them' }).click()
  await expect(page.getByText('They are equal to the ledger.')).toBeVisible({ timeout: 120_000 })
  const field = page
    .getByRole('table', { name: 'Fields that changed in search' })
    .getByRole('row')
    .filter({ hasText: 'document.amountMinor' })
  await expect(field).toContainText(String(before.amountMinor))
  await expectGoodAnywhere(page)
  expect((await ask<Document>(`/_doc/${id}`))._source).toEqual(before)
  await expect(async () => {
    await page.goto(address)
    await expect(page.getByText('No comparison finds it any more.')).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 150_000 })
})

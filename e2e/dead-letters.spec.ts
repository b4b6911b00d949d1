/** Events that search could not take: an operator finds them by cause, looks at one, tries it, has it read again and sees it settled; another cannot be discarded alone. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openToWrite, rowsOf } from '@/finance/duckdb'
import { segmentsFolder } from '@/finance/folders'
import { parquet } from '@/finance/typed-events'
import { keptOf, letterDocumentId } from '@/search/dead-letters'
import { machineClock } from '@/stack/test-runner/clock'
import { askIndex, runningIn } from './broken'
import { expectGoodAnywhere } from './legible'
import { become } from './people'
import { expect, test } from './product'

type Landed = { position: string; previous: string; partition: number; offset: string; id: string; version: number; event: string }

/** A settled payout's last event, with its place in Kafka. */
async function lastEvent(dir: string): Promise<Landed> {
  const store = await openToWrite(':memory:', '')
  try {
    const folder = segmentsFolder(dir, 1, 0)
    const segments = readdirSync(folder).filter((name) => name.endsWith('.parquet'))
    const [row] = await rowsOf<Landed>(
      store.connection,
      `SELECT position::VARCHAR AS position, previous::VARCHAR AS previous, "partition"::INTEGER AS partition, "offset"::VARCHAR AS "offset", aggregate_id AS id, version, event
       FROM ${parquet(segments.map((name) => join(folder, name)))} WHERE kind = 'payout' AND type = 'payout.settled'
       QUALIFY row_number() OVER (PARTITION BY aggregate_id ORDER BY version DESC) = 1 ORDER BY position LIMIT 1`,
    )
    if (!row) throw new Error('no payout is settled in partition 0')
    return row
  } finally {
    store.close()
  }
}

test('an operator finds a dead letter, tries it, redrives it, and cannot discard one alone', async ({
  page,
  demoPassword,
  productDir,
  baseURL,
  viewport,
}) => {
  test.skip(viewport?.width !== 1280, 'it alters what there is only one of')
  test.setTimeout(400_000)
  const ask = async (path: string, method: string, body?: unknown) => (await askIndex(productDir, path, method, body)).status
  const row = await lastEvent(runningIn(productDir).env?.FINANCE_DIR ?? '')
  const plant = async (reason: string, offset: string, bytes: string, schema: string | null) => {
    const { partition, position, previous: after } = row
    const at = machineClock().toISOString()
    const note = keptOf({
      copy: 'search',
      era: 1,
      partition,
      offset,
      position,
      after,
      reason,
      at,
      schema,
      bytes: Buffer.from(bytes).toString('base64'),
      tried: null,
      settled: null,
    })
    expect([200, 201]).toContain(
      await ask(`/_doc/${letterDocumentId(partition, offset)}?refresh=true`, 'PUT', { kind: 'dead-letter', partition, at, note }),
    )
  }
  await ask(`/_doc/${row.id}?version=${row.version}&version_type=external_gte&refresh=true`, 'DELETE')
  await plant('dataschema urn:payledger:payout:1 is unknown', row.offset, row.event, 'urn:payledger:payout:1')
  await plant('the message is not JSON in UTF-8', '900000001', '{"beneficiaryName":"Ana Sample", half', null)
  try {
    await become(page, 'operator', demoPassword, baseURL ?? '')
    await page.goto('/operations')
    const table = page.getByRole('table', { name: 'Dead letters by cause' })
    await expect(table.getByRole('row').filter({ hasText: 'Not JSON' })).toContainText('Search')
    await table.getByRole('link', { name: 'Contract unknown' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Contract unknown' })).toBeVisible()
    await page.getByRole('table', { name: 'Letters' }).getByRole('link').first().click()
    await expect(page.getByText(`It says that it is of payout ${row.id}`)).toBeVisible()
    await expect(page.getByLabel('Bytes, masked')).toContainText('characters, not shown')
    await expectGoodAnywhere(page)
    await page.getByRole('button', { name: 'Try' }).click()
    await expect(page.getByText('The copy would get a payout that it lacks.')).toBeVisible()
    await expect(page.getByRole('table', { name: 'What would change' })).toContainText('amountMinor')
    await page.getByRole('button', { name: 'Redrive…' }).click()
    await page.getByLabel('Reason').fill('A version runs that can read it.')
    await page.getByRole('dialog').getByRole('button', { name: 'Redrive', exact: true }).click()
    await expect(page.getByText('1 of 1 letter settled.')).toBeVisible({ timeout: 200_000 })
    await expect(page.getByText('It is equal to the ledger.')).toBeVisible()
    await expectGoodAnywhere(page)

    await page.goto(`/operations/dead-letters/search-1-${row.partition}-900000001`)
    await expect(page.getByLabel('Bytes, masked')).not.toContainText('41 6e 61')
    await page.getByRole('button', { name: 'Discard…' }).click()
    await page.getByLabel('Reason').fill('Nobody knows what it was.')
    await page.getByRole('dialog').getByRole('button', { name: 'Ask to discard' }).click()
    await expect(page.getByText('A second person has to confirm it')).toBeVisible()
    await page.getByRole('button', { name: 'Confirm…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Discard for good' }).click()
    await expect(page.getByRole('dialog')).toContainText('someone else must confirm it')
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Cancel the repair…' }).click()
    await page.getByLabel('Reason').fill('It was a drill.')
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the repair' }).click()
    await expect(page.getByText('The letters stay open.')).toBeVisible()
  } finally {
    for (const offset of [row.offset, '900000001']) await ask(`/_doc/${letterDocumentId(row.partition, offset)}?refresh=true`, 'DELETE')
  }
})

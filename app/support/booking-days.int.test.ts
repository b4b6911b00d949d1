/** What the bank booked on a day or in a month is found by it: from its statement through the ledger and the events into a real index. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readEvent } from '@/events/read-event'
import { FIRST_ERA } from '@/events/topics'
import { applyBankFile } from '@/payroll/statements/apply'
import { openSearch, type Search } from '@/search/client'
import { parseQuery } from '@/search/query-language'
import { readerOf } from '@/search/reader'
import { openIndex, publishIndex, writePayouts } from '@/search/writer'
import { booked, debit, documentOf, type Sent } from '@/stack/test-runner/bank-says'
import { TEST_NOW } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { CSV, done, gatewayCall, sentRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'

let test: TestLedger
let search: Search

beforeAll(async () => {
  test = await testLedger()
  const env = testEnv()
  search = openSearch({ url: env.ELASTICSEARCH_URL ?? '', prefix: env.SEARCH_INDEX_PREFIX ?? '' })
  const { id } = await sentRun(test, CSV)
  const sent = await test.ledger.$queryRaw<Sent[]>`
    SELECT i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id
    WHERE p.run_id = ${id}::uuid ORDER BY p.line_number`
  // Booked on the last day of a month, and counting from the first of the next; the third is not booked at all.
  const [first, second] = sent as [Sent, Sent, Sent]
  const documents = [
    documentOf(booked([debit('november', [first], { bookingDate: '2025-11-30', valueDate: '2025-12-01' })])),
    documentOf(booked([debit('december', [second], { bookingDate: '2025-12-02', valueDate: '2025-12-02' })])),
  ]
  done(await applyBankFile(test.ledger, gatewayCall(), { fileName: 'days.xml', sha256: documents[0]?.sha256 ?? '' }, documents))
  const rows = await test.ledger.$queryRaw<{ event: string }[]>`SELECT event FROM outbox WHERE aggregate_type = 'payout' ORDER BY xid, seq`
  const events = rows.map(({ event }) => readEvent(event)).filter((event) => event.kind === 'payout')
  const { index } = await openIndex(search, FIRST_ERA)
  await writePayouts(search, index, [...new Map(events.map(({ data }) => [data.payout.id, { state: data.payout, position: 1n }])).values()])
  await search.client.indices.refresh({ index })
  await publishIndex(search, index)
})
afterAll(async () => {
  await search.client.close()
  await test.close()
})

it.each([
  ['booked:2025-12-02', ['Jürgen Groß']],
  ['booked:2025-12', ['Jürgen Groß']],
  ['booked:2025-11', ['Lucía García']],
  ['booked:2025-11-30 booked:2025-12-02', ['Jürgen Groß', 'Lucía García']],
  ['value:2025-12', ['Jürgen Groß', 'Lucía García']],
  ['value:2025-12-01', ['Lucía García']],
  ['garcia booked:2025-12', []],
  ['-booked:2025-11', ['Jürgen Groß', 'Tanaka Tarō']],
  ['booked:2025-10', []],
  ['booked:2025-11-31', []],
])('%s', async (text, names) => {
  const query = parseQuery(text, TEST_NOW, 'Pacific/Kiritimati')
  const found = await readerOf(search).find({ query, sort: 'newest', cursor: null, companies: null, hashAccount: () => '' })
  expect(found?.hits.map(({ state }) => state.beneficiaryName).sort()).toEqual(names)
})

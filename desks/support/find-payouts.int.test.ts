/** What a result page shows is the ledger's word, whatever the copy says. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readEvent } from '@/events/read-event'
import { FIRST_ERA } from '@/events/topics'
import { holdPayout } from '@/payroll/runs/hold-payout'
import { readWholeReference } from '@/payroll/runs/whole-reference'
import { writeChangeToken } from '@/payroll/transaction/change-token'
import { createLog } from '@/platform/log'
import { openSearch, type Search } from '@/search/client'
import { readerOf } from '@/search/reader'
import { openIndex, publishIndex, writePayouts } from '@/search/writer'
import { TEST_NOW } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { callOf, done, PREPARER, submittedRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { findPayouts } from './find-payouts'

const VIEWER = { userId: 'agent', companies: null }
const REQUEST = { q: 'garcia', sort: 'best', cursor: null, after: null, timeZone: 'UTC' } as const

let test: TestLedger
let search: Search
let index: string
let payoutId: string

beforeAll(async () => {
  test = await testLedger()
  const env = testEnv(test.database)
  search = openSearch({ url: env.ELASTICSEARCH_URL ?? '', prefix: env.SEARCH_INDEX_PREFIX ?? '' })
  const { id } = await submittedRun(test)
  const rows = await test.ledger.$queryRaw<{ event: string }[]>`SELECT event FROM outbox WHERE aggregate_type = 'payout'`
  const states = rows.map(({ event }) => readEvent(event)).flatMap((event) => (event.kind === 'payout' ? [event.data.payout] : []))
  index = (await openIndex(search, FIRST_ERA)).index
  await writePayouts(
    search,
    index,
    states.map((state) => ({ state, position: 1n })),
  )
  await search.client.indices.refresh({ index })
  await publishIndex(search, index)
  payoutId = (await test.ledger.payout.findFirstOrThrow({ where: { runId: id, lineNumber: 2 } })).id
})
afterAll(async () => {
  await search.client.close()
  await test.close()
})

const shared = () => ({
  ledger: test.ledger,
  log: createLog('app', 'silent'),
  search: readerOf(search),
  secret: 'a secret of the tests, worth nothing elsewhere',
  accountHashKey: 'a key of the tests, worth nothing elsewhere',
})

it('shows a row as it is when the copy agrees', async () => {
  const found = await findPayouts(shared(), VIEWER, REQUEST, TEST_NOW)
  expect(found.hits).toMatchObject([{ id: payoutId, name: 'Lucía García', status: 'submitted', stale: false, version: 1 }])
})

it.each([
  ['1200.50', 1],
  ['1.200,50', 1],
  ['€1,200.50', 1],
  ['1200,50 EUR', 1],
  ['310000', 1],
  ['submitted', 3],
  ['garcia submitted', 1],
  ['2026-11', 3],
  ['failed', 0],
  ['status:lost', 0],
  ['IBAN ES91 2100 0418 4502 0005 1332', 1],
])('%s finds what it may mean', async (q, total) => {
  const found = await findPayouts(shared(), VIEWER, { ...REQUEST, q }, TEST_NOW)
  expect(found).toMatchObject({ readFrom: 'search', total })
})

it('opens what a whole reference names, for who may see it', async () => {
  const run = await test.ledger.payrollRun.findFirstOrThrow()
  const viewer = { userId: 'agent', companies: null }
  expect(await readWholeReference(test.ledger, viewer, ` ${payoutId.toUpperCase()} `)).toEqual({ what: 'payout', id: payoutId })
  expect(await readWholeReference(test.ledger, viewer, run.reference.toLowerCase())).toEqual({ what: 'run', id: run.id })
  for (const text of ['garcia', 'failed', 'NO-SUCH-RUN-01', '']) expect(await readWholeReference(test.ledger, viewer, text)).toBeNull()
  const stranger = { userId: 'agent', companies: ['00000000-0000-7000-8000-000000000000'] }
  expect(await readWholeReference(test.ledger, stranger, payoutId)).toBeNull()
  expect(await readWholeReference(test.ledger, stranger, run.reference)).toBeNull()
})

it('shows nothing to who may see no company of it', async () => {
  const found = await findPayouts(shared(), { ...VIEWER, companies: ['00000000-0000-7000-8000-000000000000'] }, REQUEST, TEST_NOW)
  expect(found).toMatchObject({ hits: [], total: 0 })
})

it('marks a row whose copy is behind, and shows its true status', async () => {
  done(await holdPayout(test.ledger, callOf(PREPARER), payoutId, 1, 'asked by phone'))
  const found = await findPayouts(shared(), VIEWER, REQUEST, TEST_NOW)
  expect(found.hits).toMatchObject([
    { status: 'held', copyStatus: 'submitted', stale: true, authoritativeStatus: 'held', version: 2, copyVersion: 1 },
  ])
})

it('does not show as true a document that was altered in the copy, or that the ledger never had', async () => {
  const { _source: document } = (await search.client.get<{ state: Record<string, unknown> }>({ index, id: payoutId })) as {
    _source: { state: Record<string, unknown> }
  }
  const altered = {
    ...document,
    state: { ...document.state, version: 2, status: 'settled', amountMinor: '999999900', beneficiaryName: 'Lucia Garcia Altered' },
  }
  await search.client.index({ index, id: payoutId, version: 2, version_type: 'external_gte', document: altered })
  await search.client.index({
    index,
    id: '11111111-1111-7111-8111-111111111111',
    document: {
      ...altered,
      id: '11111111-1111-7111-8111-111111111111',
      state: { ...altered.state, id: '11111111-1111-7111-8111-111111111111' },
    },
  })
  await search.client.indices.refresh({ index })
  const found = await findPayouts(shared(), VIEWER, REQUEST, TEST_NOW)
  expect(found.hits).toMatchObject([{ name: 'Lucía García', status: 'held', amountMinor: '120050', stale: true }])
  expect(found).toMatchObject({ notInLedger: 1 })
})

it('looks whole references up in the ledger when search is down, and says that it is down', async () => {
  const nowhere = openSearch({ url: 'http://127.0.0.1:1', prefix: '' })
  const found = await findPayouts(
    { ...shared(), search: readerOf(nowhere) },
    VIEWER,
    { ...REQUEST, q: 'ES91 2100 0418 4502 0005 1332' },
    TEST_NOW,
  )
  expect(found).toMatchObject({ readFrom: 'ledger', freshness: { state: 'down' }, hits: [{ id: payoutId }] })
})

it('says of a fresh installation that search is not filled yet, and looks whole references up in the ledger', async () => {
  const empty: Search = { client: search.client, prefix: `${search.prefix}empty-` }
  const found = await findPayouts({ ...shared(), search: readerOf(empty) }, VIEWER, { ...REQUEST, q: 'ES9121000418450200051332' }, TEST_NOW)
  expect(found).toMatchObject({ readFrom: 'ledger', hits: [{ id: payoutId }], freshness: { state: 'late', coveredUntil: null } })
  expect(await readerOf(empty).progress()).toMatchObject({ index: null, coveredUntil: null })
})

it('does not wait for a token that is not ours, and says when a change is not covered yet', async () => {
  expect(await findPayouts(shared(), VIEWER, { ...REQUEST, after: '1.1.forged' }, TEST_NOW)).toMatchObject({ afterSatisfied: false })
  const token = writeChangeToken({ era: 1, xid: '1' }, shared().secret)
  expect(await findPayouts(shared(), VIEWER, { ...REQUEST, after: token }, TEST_NOW)).toMatchObject({ afterSatisfied: false })
})

const cursorOf = (sort: unknown): string => Buffer.from(JSON.stringify(sort)).toString('base64url')
const ID = '11111111-1111-7111-8111-111111111111'

it.each([
  ['the last day there is', { q: 'to:9999-12-31' }],
  ['the first day there is', { q: 'from:0000-01-01' }],
  ['no cursor at all', { q: 'garcia', cursor: 'x' }],
  ['a cursor of text', { q: 'garcia', cursor: cursorOf(['high', 'never', 'x']) }],
  ['a cursor beyond all time', { q: 'garcia', cursor: cursorOf([1, 9e18, ID]) }],
  ['a cursor before all time', { q: 'garcia', cursor: cursorOf([1, -9e18, ID]) }],
  ['a cursor of infinity', { q: 'garcia', cursor: Buffer.from(`[1e999,1,"${ID}"]`).toString('base64url') }],
  ['a cursor of another order', { q: 'garcia', cursor: cursorOf([1_790_000_000_000, ID]) }],
  ['a cursor of objects', { q: '', cursor: cursorOf([{ a: 1 }, ID]) }],
])('does not call search down for %s', async (_, request) => {
  const found = await findPayouts(shared(), VIEWER, { ...REQUEST, ...request }, TEST_NOW)
  expect(found.readFrom).toBe('search')
  if ('cursor' in request) expect(found.ignored).toMatchObject([{ part: 'page' }])
})

it('does not call search down when it does not understand what we ask, but fails as what it is', async () => {
  const reader = readerOf(search)
  const wrong = { ...reader, find: () => search.client.search({ index, query: { nonsense: {} } as never }) as never }
  await expect(findPayouts({ ...shared(), search: wrong }, VIEWER, REQUEST, TEST_NOW)).rejects.toThrow(/nonsense/)
})

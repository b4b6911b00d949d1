/** A copy's answer comes as current as it was asked for, or not at all: judged by what the index and the published file themselves say they cover. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FIRST_ERA, PARTITIONS } from '@/events/topics'
import { buildMarts } from '@/finance/build-marts'
import { publish } from '@/finance/publish'
import { writeChangeToken } from '@/payroll/transaction/change-token'
import { openSearch, type Search } from '@/search/client'
import { recordPartitions } from '@/search/progress'
import { readerOf } from '@/search/reader'
import { openIndex, publishIndex } from '@/search/writer'
import { testEnv } from '@/stack/test-runner/database'
import { notCurrentEnough } from './current-enough'

const NOW = new Date('2026-11-28T12:00:00Z')
const before = (ms: number) => new Date(NOW.getTime() - ms).toISOString()
const secret = 'a secret of the tests, worth nothing elsewhere'
const tokenOf = (xid: string, era = FIRST_ERA) => writeChangeToken({ era, xid }, secret)
const COPIES = ['search', 'finance'] as const

let search: Search
let index: string
const financeDir = mkdtempSync(join(tmpdir(), 'payledger-current-'))

beforeAll(async () => {
  const env = testEnv()
  search = openSearch({ url: env.ELASTICSEARCH_URL ?? '', prefix: env.SEARCH_INDEX_PREFIX ?? '' })
})
afterAll(async () => {
  await search.client.close()
  rmSync(financeDir, { recursive: true })
})

/** Both copies cover what was committed up to then, and every transaction before number 500. */
async function cover(until: string, gapAt: string | null = null): Promise<void> {
  const mark = { position: '40', coveredUntil: until, horizonXid: '500', era: FIRST_ERA }
  const partitions = Array.from({ length: PARTITIONS }, (_, partition) => ({ partition, applied: '40', mark, gapAt }))
  await recordPartitions(search, index, partitions)
  const built = await buildMarts(financeDir, FIRST_ERA, 0n)
  await publish(financeDir, { ...built, position: 40n }, { mark, gapAt: gapAt === null ? null : BigInt(gapAt), now: NOW })
}

async function asked(copy: (typeof COPIES)[number], query: string) {
  const address = new URL(`http://127.0.0.1:3000/api/figures${query}`)
  const refusal = await notCurrentEnough({ search: readerOf(search), financeDir, secret }, { copy, address, now: NOW, traceId: 'trace-id' })
  return refusal && { status: refusal.status, headers: refusal.headers, body: (await refusal.json()) as Record<string, unknown> }
}

it.each(COPIES)('a %s that covers nothing yet is refused to who asks for something', async (copy) => {
  expect(await asked(copy, '')).toBeNull()
  expect(await asked(copy, '?max-staleness=999999999h')).toMatchObject({ status: 503, body: { coveredUntil: null, position: null } })
})

it.each(COPIES)('%s answers when it is as current as was asked, and says what it covers when it is not', async (copy) => {
  index ??= (await openIndex(search, FIRST_ERA)).index
  await publishIndex(search, index)
  await cover(before(10_000))
  for (const query of ['', '?max-staleness=10s', '?max-staleness=10000ms', '?max-staleness=1m', `?after=${tokenOf('499')}`])
    expect(await asked(copy, query), query).toBeNull()
  const tooMuch = ['?max-staleness=0s', '?max-staleness=9999ms', `?after=${tokenOf('500')}`, `?after=${tokenOf('1', 2)}`]
  for (const refusal of await Promise.all(tooMuch.map((query) => asked(copy, `${query}&q=garcia`)))) {
    expect(refusal).toMatchObject({
      status: 503,
      body: { type: 'urn:payledger:problem:too-stale', coveredUntil: before(10_000), position: '40' },
    })
    expect(refusal?.headers.get('covered-until')).toBe(before(10_000))
    expect(refusal?.headers.get('position')).toBe('40')
    expect(Number(refusal?.headers.get('retry-after'))).toBeGreaterThan(0)
  }
})

it('waits for what is about to be covered', async () => {
  await cover(before(10_000))
  const answers = COPIES.map((copy) => asked(copy, '?max-staleness=1s'))
  await cover(before(0))
  expect(await Promise.all(answers)).toEqual([null, null])
})

it.each(COPIES)('%s with a gap covers nothing that can be asked for', async (copy) => {
  await cover(before(0), '12')
  expect(await asked(copy, '?max-staleness=1h')).toMatchObject({ status: 503 })
})

it.each([
  ['?max-staleness=5', 'max-staleness'],
  ['?max-staleness=-5s', 'max-staleness'],
  ['?max-staleness=5%20s', 'max-staleness'],
  ['?after=1.1.forged', 'after'],
  [`?after=${tokenOf('499')}x`, 'after'],
])('%s is refused by its field', async (query, field) => {
  expect(await asked('search', query)).toMatchObject({ status: 422, body: { errors: [{ field }] } })
})

/** Relay, Kafka, projector and index as they run: what is committed is found, and the copy can be lost. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import { hashAccount } from '@/events/account-hash'
import { eventsTopic, HEADERS, PARTITIONS } from '@/events/topics'
import { holdPayout } from '@/payroll/runs/hold-payout'
import type { CommittedChange } from '@/payroll/transaction/execute'
import { createLog } from '@/platform/log'
import { openSearch, type Search } from '@/search/client'
import { writeAliasOf } from '@/search/definition'
import { fingerprint } from '@/search/fingerprint'
import { readProgress } from '@/search/progress'
import { parseQuery } from '@/search/query-language'
import { type SearchAnswer, searchPayouts } from '@/search/reader'
import { machineClock } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { approvedRun, CSV, callOf, done, PREPARER, submittedRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { type Processes, testProcesses, until } from '@/stack/test-runner/processes'
import { kafkaClient } from '../kafka/connect'
import { patientProducer } from '../kafka/producer'

let test: TestLedger
let env: Record<string, string>
let search: Search
const processes: Processes = testProcesses()

/** As projector and loader are started in the issue of losing everything: without any address of Postgres. */
const withoutPostgres = (): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('DATABASE_URL')))

beforeAll(async () => {
  test = await testLedger()
  env = testEnv(test.database)
  search = openSearch({ url: env.ELASTICSEARCH_URL ?? '', prefix: env.SEARCH_INDEX_PREFIX ?? '' })
  processes.start('outbox-relay', env)
  processes.start('search-projector', withoutPostgres())
})
afterAll(async () => {
  await processes.stopAll()
  await search.client.close()
  await test.close()
})

async function find(text: string, companies: string[] | null = null): Promise<SearchAnswer> {
  const answer = await searchPayouts(search, {
    query: parseQuery(text, machineClock()),
    sort: 'best',
    cursor: null,
    companies,
    hashAccount: (account) => hashAccount(account, 'a key of the tests, worth nothing elsewhere'),
  })
  if (!answer) throw new Error('search is not filled yet')
  return answer
}

const covers = (mark: CommittedChange | null) =>
  until('search covers the change', async () => BigInt((await readProgress(search))?.horizonXid ?? 0) > BigInt(mark?.xid ?? 0))

it('finds what was committed, by name, accent, typing error, reference, account and amount', { timeout: 480_000 }, async () => {
  const { id } = await approvedRun(test)
  const [payout] = await test.ledger.payout.findMany({ where: { runId: id, lineNumber: 2 } })
  const held = await holdPayout(test.ledger, callOf(PREPARER), payout?.id ?? '', 2, 'asked by phone')
  done(held)
  await covers(held.mark)
  const names = async (text: string) => (await find(text)).hits.map((hit) => hit.state.beneficiaryName).sort()
  const garcia = ['Lucía García']
  for (const text of [
    'garcia',
    'GARCÍA',
    'Garzia',
    'luc gar',
    'status:held',
    'account:1332',
    'ES91 2100 0418 4502 0005 1332',
    'amount:1200..1201 currency:EUR',
    'country:es -status:approved',
  ]) {
    expect(`${text}: ${await names(text)}`).toBe(`${text}: ${garcia}`)
  }
  expect(await names('tanaka taro')).toEqual(['Tanaka Tarō'])
  expect(await names('amount:>=310000')).toEqual(['Tanaka Tarō'])
  expect(await names('nobody')).toEqual([])
  const all = await find('')
  expect(all).toMatchObject({ total: 3, totalIsExact: true })
  expect(all.facets.status).toEqual(expect.arrayContaining([{ value: 'held', count: 1 }]))
  expect((await find('', [])).total).toBe(0)
})

it('rebuilds an altered, then lost index from Kafka alone, and it holds what it held before', { timeout: 480_000 }, async () => {
  const before = await readProgress(search)
  const same = await fingerprint(search, before?.index ?? '')
  expect(same.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(3)
  const [hit] = (await find('garcia')).hits
  await search.client.update({ index: before?.index ?? '', id: hit?.state.id ?? '', doc: { status: 'settled' }, refresh: true })
  expect(await fingerprint(search, before?.index ?? '')).not.toEqual(same)
  await search.client.indices.delete({ index: before?.index ?? '' })
  await until('the index is back and covers as much', async () => {
    const now = await readProgress(search)
    return now !== null && BigInt(now.position ?? 0) >= BigInt(before?.position ?? 0) && now.gapAt === null
  })
  expect(await fingerprint(search, (await readProgress(search))?.index ?? '')).toEqual(same)
})

it('goes on where it was after kill -9, and loses nothing', { timeout: 480_000 }, async () => {
  let projector = processes.start('search-projector', withoutPostgres())
  let mark: CommittedChange | null = null
  for (let round = 1; round <= 4; round++) {
    const { id } = await submittedRun(test, CSV.replace('1200.50', `${2000 + round}.00`), `2026-0${round}`)
    const [payout] = await test.ledger.payout.findMany({ where: { runId: id } })
    const held = await holdPayout(test.ledger, callOf(PREPARER), payout?.id ?? '', 1, 'again')
    mark = held.mark
    await processes.kill(projector, 'SIGKILL')
    projector = processes.start('search-projector', withoutPostgres())
  }
  await covers(mark)
  expect((await find('')).total).toBe(15)
  expect((await find('status:held')).total).toBe(5)
})

it('goes on when its write alias was removed, and is told of nothing by a message that somebody else wrote', {
  timeout: 480_000,
}, async () => {
  const index = (await readProgress(search))?.index ?? ''
  await search.client.indices.deleteAlias({ index, name: writeAliasOf(index) })
  const kafka = kafkaClient({ brokers: (env.KAFKA_BROKERS ?? '').split(','), clientId: 'test', log: createLog('test', 'silent') })
  const producer = patientProducer({ kafka, log: createLog('test', 'silent') })
  const forged = Array.from({ length: PARTITIONS }, (_, partition) => ({
    ...{ partition, key: 'k', value: '{}' },
    headers: { [HEADERS.position]: '99999', [HEADERS.previous]: '0' },
  }))
  await producer.send(eventsTopic(env.KAFKA_TOPIC_PREFIX ?? '', 1), forged, new AbortController().signal)
  await producer.close()
  const before = (await find('')).total
  const { id } = await submittedRun(test, CSV.replace('1200.50', '2100.00'), '2026-08')
  const [payout] = await test.ledger.payout.findMany({ where: { runId: id } })
  const held = await holdPayout(test.ledger, callOf(PREPARER), payout?.id ?? '', 1, 'after the forgery')
  await covers(held.mark)
  expect(await find('')).toMatchObject({ total: before + 3, progress: { index, gapAt: null, deadLetters: 0 } })
})

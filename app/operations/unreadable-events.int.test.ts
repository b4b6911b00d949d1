/** An event that search cannot read: kept and counted, followed by those that come after it, and shown to the operator. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import { readOperations } from '@/desks/operations/read-operations'
import { judge } from '@/platform/freshness'
import { openSearch, type Search } from '@/search/client'
import { parseQuery } from '@/search/query-language'
import { readerOf, type SearchReader } from '@/search/reader'
import { machineClock } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { type KafkaJournal, kafkaJournal } from '@/stack/test-runner/kafka-journal'
import { type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { numbering, payrollEvents, type TestEvent } from '@/stack/test-runner/payroll-events'
import { testProcesses, until } from '@/stack/test-runner/processes'
import { stagesOf } from './stages'

const processes = testProcesses()
let test: TestLedger
let env: Record<string, string>
let search: Search
let reader: SearchReader
let kafka: KafkaJournal

beforeAll(async () => {
  test = await testLedger()
  env = testEnv()
  search = openSearch({ url: env.ELASTICSEARCH_URL ?? '', prefix: env.SEARCH_INDEX_PREFIX ?? '' })
  reader = readerOf(search)
  kafka = kafkaJournal(env.KAFKA_BROKERS ?? '')
  await kafka.makeTopics(env.KAFKA_TOPIC_PREFIX ?? '')
  processes.start('search-projector', env)
})
afterAll(async () => {
  await processes.stopAll()
  await kafka.close()
  await search.client.close()
  await test.close()
})

const operations = () =>
  readOperations(
    { ledger: test.ledger, search: reader, financeDir: env.FINANCE_DIR } as Parameters<typeof readOperations>[0],
    machineClock(),
  )

const settled = async () => {
  const request = {
    query: parseQuery('status:settled', machineClock()),
    sort: 'newest',
    cursor: null,
    companies: null,
    hashAccount: () => '',
  } as const
  return (await reader.find(request))?.total
}

/** What another version of PayLedger, or a fault, might have put among the events. */
function damaged({ value }: TestEvent): [reason: string, value: object | Buffer][] {
  const event = JSON.parse(value.toString()) as Record<string, unknown>
  return [
    ['the message is not JSON in UTF-8', Buffer.from('{"specversion":"1.0", half')],
    ['type payout.teleported is unknown', { ...event, type: 'payout.teleported' }],
    ['dataschema urn:payledger:payout:2 is unknown', { ...event, dataschema: 'urn:payledger:payout:2' }],
    ['data.payout', { ...event, data: { payout: { id: 'none' } } }],
  ]
}

it('keeps what it cannot read, applies what follows, and is incomplete until it can', { timeout: 480_000 }, async () => {
  const prefix = env.KAFKA_TOPIC_PREFIX ?? ''
  const number = numbering()
  const [first, ...rest] = [...payrollEvents({ runs: 1, payoutsPerRun: 12, payout: () => ({ ends: 'settled' }) })] as [
    TestEvent,
    ...TestEvent[],
  ]
  const again = (event: TestEvent): TestEvent => number(event.key, event.value)
  // All with one key, so in one partition, before the events of the same payout that follow.
  const journal = [again(first), ...damaged(first).map(([, value]) => number(first.key, value)), ...rest.map(again)]
  const end = journal.at(-1)?.position ?? 0n
  expect(await operations()).toMatchObject({ search: { state: 'late', coveredUntil: null, deadLetters: 0 }, deadLetters: [] })

  await kafka.send(prefix, journal)
  await kafka.announce(prefix, journal, end, end + 1n, machineClock())
  await until('search covers all of it', async () => (await reader.progress())?.position === end.toString())
  expect(await settled()).toBe(12)
  const progress = await reader.progress()
  expect(judge('search', progress, machineClock())).toMatchObject({ state: 'incomplete', note: '4 events could not be applied' })

  const { search: copy, deadLetters } = await operations()
  expect(copy).toMatchObject({ state: 'incomplete', deadLetters: 4 })
  const stage = stagesOf(await operations()).find(({ name }) => name === 'Search')
  expect(stage).toMatchObject({ word: 'Incomplete', repair: 'See the dead letters below.' })
  const expected = damaged(first).map(([reason]) => expect.stringContaining(reason))
  expect(deadLetters.map(({ reason }) => reason)).toEqual(expect.arrayContaining(expected))
  expect(deadLetters.map(({ position }) => position).sort()).toEqual(['2', '3', '4', '5'])

  const later = number(first.key, Buffer.from('again not JSON'))
  await kafka.send(prefix, [later])
  await kafka.announce(prefix, [...journal, later], later.position, later.position + 1n, machineClock())
  await until('the newest stands first', async () => (await operations()).deadLetters[0]?.position === later.position.toString())
  expect((await operations()).search.deadLetters).toBe(5)
})

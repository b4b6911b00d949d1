/** A message that our relay did not write is put on the topic, far ahead: no copy believes it or claims to cover more, and the page names it. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { GET as status } from '@/app/api/operations/status/route'
import type { Operations } from '@/desks/operations/read-operations'
import { signEvent } from '@/events/signature'
import { eventsTopic, HEADERS } from '@/events/topics'
import { readManifest } from '@/finance/manifest'
import { createLog } from '@/platform/log'
import { openSearch, type Search } from '@/search/client'
import { fingerprint } from '@/search/fingerprint'
import { readProgress } from '@/search/progress'
import { machineClock } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { type KafkaJournal, kafkaJournal } from '@/stack/test-runner/kafka-journal'
import { type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { numbering, payrollEvents, type TestEvent } from '@/stack/test-runner/payroll-events'
import { People } from '@/stack/test-runner/people'
import { testProcesses, until } from '@/stack/test-runner/processes'
import { kafkaClient } from '@/workers/kafka/connect'
import { patientProducer } from '@/workers/kafka/producer'

const AHEAD = '999999'
const processes = testProcesses()
let test: TestLedger
let env: Record<string, string>
let search: Search
let people: People
let kafka: KafkaJournal

beforeAll(async () => {
  test = await testLedger()
  env = testEnv(test.database)
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  people = new People(test.ledger, env)
  await people.add('operator', 'operator')
  search = openSearch({ url: env.ELASTICSEARCH_URL ?? '', prefix: env.SEARCH_INDEX_PREFIX ?? '' })
  kafka = kafkaJournal(env.KAFKA_BROKERS ?? '')
  await kafka.makeTopics(env.KAFKA_TOPIC_PREFIX ?? '')
  for (const worker of ['search-projector', 'finance-loader'] as const)
    processes.start(worker, { ...env, HEARTBEAT_DATABASE_URL: test.database.appUrl })
}, 480_000)
afterAll(async () => {
  await processes.stopAll()
  await kafka.close()
  await search.client.close()
  await test.close()
}, 120_000)

const shown = async (): Promise<Operations> => (await people.ask<Operations>('operator', status, { method: 'GET' })).body
const errorOf = ({ workers }: Operations, process: string) => workers.find((worker) => worker.process === process)?.lastError ?? ''

/** A real producer of somebody who can write to the topic and does not have the key. */
async function forge(messages: readonly { partition: number; key: string; value: string; signature?: string }[]): Promise<void> {
  const log = createLog('test', 'silent')
  const producer = patientProducer({ kafka: kafkaClient({ brokers: (env.KAFKA_BROKERS ?? '').split(','), clientId: 'forger', log }), log })
  const topic = eventsTopic(env.KAFKA_TOPIC_PREFIX ?? '', 1)
  const sent = messages.map(({ signature, ...message }) => ({
    ...message,
    headers: { [HEADERS.position]: AHEAD, [HEADERS.previous]: '0', ...(signature !== undefined && { [HEADERS.signature]: signature }) },
  }))
  await producer.send(topic, sent, new AbortController().signal)
  await producer.close()
}

it('is left out by search and finance, which cover what the relay says and no more, and is named', { timeout: 480_000 }, async () => {
  const prefix = env.KAFKA_TOPIC_PREFIX ?? ''
  const number = numbering()
  const journal = [...payrollEvents({ runs: 1, payoutsPerRun: 12, payout: () => ({ ends: 'settled' }) })].map(({ key, value }) =>
    number(key, value),
  )
  const end = journal.at(-1)?.position ?? 0n
  const [first] = journal as [TestEvent]
  const value = first.value.toString().replace(/"amountMinor":"\d+"/g, '"amountMinor":"99999999"')
  const claims = { topic: eventsTopic(prefix, 1), partition: first.partition, position: AHEAD, previous: '0', key: first.key, value }
  await kafka.send(prefix, journal.slice(0, -1))
  await forge([
    { partition: first.partition, key: first.key, value },
    { partition: first.partition, key: first.key, value, signature: signEvent('another key, worth nothing either', claims) },
  ])
  await kafka.send(prefix, journal.slice(-1))
  await kafka.announce(prefix, journal, end, end + 1n, machineClock())

  await until('both cover what was announced', async () => {
    const { search: copy, finance } = await shown()
    return copy?.position === end.toString() && finance?.position === end.toString()
  })
  const operations = await shown()
  expect(operations.search).toMatchObject({ state: expect.stringMatching(/^(fresh|late)$/), position: end.toString(), deadLetters: 0 })
  expect(operations.finance).toMatchObject({ state: expect.stringMatching(/^(fresh|late)$/), position: end.toString(), deadLetters: 0 })
  expect(await readManifest(env.FINANCE_DIR ?? '')).toMatchObject({ events: journal.length, payouts: 12 })
  const buckets = await fingerprint(search, (await readProgress(search))?.index ?? '')
  expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(12)
  for (const worker of ['search-projector', 'finance-loader'])
    await until(`${worker} names it`, async () =>
      /is not of this ledger \(its signature is not this installation’s|it carries no signature\)/.test(errorOf(await shown(), worker)),
    )
})

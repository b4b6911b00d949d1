/** What doctor finds at the real servers, as they are and as they should not be. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { eventsTopic, FIRST_ERA } from '@/events/topics'
import { type Checked, checkPostgres } from '@/operations/check-postgres'
import { createLog } from '@/platform/log'
import { openSearch } from '@/search/client'
import { openIndex, publishIndex } from '@/search/writer'
import { machineClock } from '@/stack/test-runner/clock'
import { type TestDatabase, testDatabase, testEnv } from '@/stack/test-runner/database'
import { withAdmin } from '@/workers/kafka/admin'
import { kafkaClient } from '@/workers/kafka/connect'
import { ensureTopics } from '@/workers/kafka/topics'
import { checkElasticsearch, checkKafka } from './stores'

const TOPIC_RESOURCE = 2
const env = testEnv()
const prefix = env.KAFKA_TOPIC_PREFIX ?? ''
const kafka = kafkaClient({ brokers: (env.KAFKA_BROKERS ?? '').split(','), clientId: 'doctor-test', log: createLog('test', 'silent') })
let database: TestDatabase
beforeAll(async () => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  database = await testDatabase()
})
afterAll(async () => {
  await database.drop()
  await withAdmin(kafka, (admin) => admin.deleteTopics({ topics: [eventsTopic(prefix, FIRST_ERA), `${prefix}payledger.watermarks`] }))
})

const states = (checked: readonly Checked[]) => Object.fromEntries(checked.map(({ what, state }) => [what, state]))
const found = (checked: readonly Checked[], what: string) => checked.find((each) => each.what === what)

it('Kafka: nothing is there, then it is as the relay makes it, then somebody has it forget', async () => {
  expect(states(await checkKafka())).toEqual({ 'Kafka: reachable': 'ok', 'Kafka: brokers': 'look', 'Kafka: topic of the events': 'look' })
  await ensureTopics(kafka, prefix, FIRST_ERA)
  expect(states(await checkKafka())).toMatchObject({ 'Kafka: topic of the events': 'ok', 'Kafka: topic of the watermarks': 'ok' })
  const set = (...configEntries: { name: string; value: string }[]) =>
    withAdmin(kafka, (admin) =>
      admin.alterConfigs({
        validateOnly: false,
        resources: [{ type: TOPIC_RESOURCE, name: eventsTopic(prefix, FIRST_ERA), configEntries }],
      }),
    )
  await set({ name: 'retention.ms', value: '604800000' }, { name: 'cleanup.policy', value: 'compact' })
  await vi.waitFor(
    async () =>
      expect(found(await checkKafka(), 'Kafka: topic of the events')).toMatchObject({
        state: 'wrong',
        found: expect.stringMatching(/(?=.*retention\.ms=604800000 instead of -1)(?=.*cleanup\.policy=compact instead of delete)/),
      }),
    { timeout: 20_000, interval: 500 },
  )
  vi.stubEnv('KAFKA_BROKERS', '127.0.0.1:1')
  expect(states(await checkKafka())).toEqual({ 'Kafka: reachable': 'wrong' })
})

it('Elasticsearch: version and nodes, also where no index is yet', async () => {
  const bare = { 'Elasticsearch: reachable': 'ok', 'Elasticsearch: version': 'ok', 'Elasticsearch: nodes': 'look' }
  expect(states(await checkElasticsearch())).toEqual(bare)
  const search = openSearch({ url: env.ELASTICSEARCH_URL ?? '', prefix: env.SEARCH_INDEX_PREFIX ?? '' })
  const { index } = await openIndex(search, FIRST_ERA)
  await publishIndex(search, index)
  expect(states(await checkElasticsearch())).toEqual(bare)
  await search.client.indices.delete({ index })
  await search.client.close()
})

it('Postgres: right for the app’s own role; a superuser and another clock are not', async () => {
  const ask = (url: string, aheadMs = 0) => checkPostgres('the app', url, 1, () => new Date(machineClock().getTime() + aheadMs))
  const of = (detail: string) => `Postgres as the app: ${detail}`
  const right = await ask(database.appUrl)
  for (const detail of ['version', 'primary', 'keeps what it has acknowledged', 'write-ahead log', 'clock', 'rights'])
    expect(found(right, of(detail))?.state, JSON.stringify(found(right, of(detail)))).toBe('ok')
  expect(found(right, of('connections'))?.found).toMatch(/^\d+ of \d+ left$/)
  expect(found(await ask(database.appUrl, 1_500), of('clock'))?.state).toBe('wrong')
  expect(found(await ask(database.url), of('rights'))).toMatchObject({ state: 'wrong', found: expect.stringContaining('is a superuser') })
})

it('Postgres: who lets off what it acknowledged is told of it', async () => {
  const owner = new Client({ connectionString: database.url })
  await owner.connect()
  await owner.query(`ALTER DATABASE ${owner.escapeIdentifier(owner.database ?? '')} SET synchronous_commit = off`)
  await owner.end()
  const checked = await checkPostgres('the app', database.appUrl, 1, machineClock)
  expect(checked.find(({ what }) => what.endsWith('acknowledged'))).toMatchObject({ state: 'wrong', found: 'synchronousCommit' })
})

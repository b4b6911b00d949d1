/** Where a relay must not publish: it stops, and says in one sentence why. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventsTopic, HEADERS, PARTITIONS } from '@/events/topics'
import { createLog } from '@/platform/log'
import { machineClock } from '@/stack/test-runner/clock'
import { signedHeaders, TEST_KEY } from '@/stack/test-runner/events-key'
import { appendEvents } from '@/stack/test-runner/journal'
import { type OwnServers, ownServers } from '@/stack/test-runner/own-servers'
import { publishedEvents, type RelayGround, relayed, relayGround } from '@/stack/test-runner/relay'
import { withAdmin } from '../kafka/admin'
import { kafkaClient } from '../kafka/connect'
import { patientProducer } from '../kafka/producer'
import { ensureTopics } from '../kafka/topics'
import { leadWhenPossible } from './lead'
import { newStatus } from './status'

const log = createLog('test', 'silent')
let servers: OwnServers
let ground: RelayGround
let stopping: AbortController

beforeAll(async () => {
  servers = await ownServers('postgres')
})
beforeEach(async () => {
  ground = await relayGround(servers)
  stopping = new AbortController()
  await appendEvents(ground.pool, 20)
})
afterEach(async () => {
  stopping.abort()
  await ground.close()
})
afterAll(() => servers.end())

const kafka = () => kafkaClient({ brokers: ground.brokers.split(','), clientId: 'test', log })
const topic = () => eventsTopic(ground.prefix, 1)

/** The sentence with which a relay that is started now stops. */
async function sentence(): Promise<string> {
  const relaying = leadWhenPossible({
    databaseUrl: ground.database.relayUrl,
    kafka: kafka(),
    prefix: ground.prefix,
    secret: TEST_KEY,
    clock: machineClock,
    log,
    status: newStatus(),
    onError: () => {},
    signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(15_000)]),
  })
  return relaying.then(
    () => 'it did not stop',
    (error: Error) => error.message,
  )
}

const stops = async () => (await ground.owner.query(`SELECT kind, sentence FROM history_stop WHERE process = 'outbox-relay'`)).rows

/** Relays what is there, in a process that is then ended in order. */
async function relayOnce(): Promise<void> {
  const child = ground.relay()
  await relayed(ground.pool)
  await child.stop()
}

describe('a server that does not keep what it has committed', () => {
  const withSetting = async (setting: string, whenSet: () => Promise<void>) => {
    const name = setting.split(' ')[0]
    const isSet = async () => (await ground.owner.query<{ value: string }>('SELECT current_setting($1) AS value', [name])).rows[0]?.value
    const before = await isSet()
    await ground.owner.query(`ALTER SYSTEM SET ${setting}`)
    await ground.owner.query('SELECT pg_reload_conf()')
    await expect.poll(isSet, { interval: 20 }).not.toBe(before)
    try {
      await whenSet()
    } finally {
      await ground.owner.query(`ALTER SYSTEM RESET ${name}`)
      await ground.owner.query('SELECT pg_reload_conf()')
      await expect.poll(isSet, { interval: 20 }).toBe(before)
    }
  }

  it.each(['fsync', 'full_page_writes', 'synchronous_commit'])('is refused: %s', async (name) => {
    await withSetting(`${name} = off`, async () => {
      expect(await sentence()).toBe(`The relay stops: committed events could be lost or held back for ever, because ${name} is off.`)
    })
  })
})

describe('a history that is not the one published', () => {
  const ADOPT = /its events need a new era: npx payledger adopt-database\.$/

  it('is refused: another database', async () => {
    await relayOnce()
    await ground.owner.query(`UPDATE relay_leader SET system_identifier = '7000000000000000000/5'`)
    const said = await sentence()
    expect(said).toMatch(
      /^The relay stops: this database \(\d+\/\d+\) is not the one the events of this era were published from \(7000000000000000000\/5\)/,
    )
    expect(said).toMatch(ADOPT)
  })

  it('is refused: a copy of the database within the same cluster', async () => {
    await relayOnce()
    await Promise.all([ground.pool.end(), ground.owner.end()])
    const database = await servers.database(ground.database)
    ground = { ...ground, database, close: async () => {} }
    expect(await sentence()).toMatch(/is not the one the events of this era were published from/)
  })

  it('is refused: transaction ids that lie in the past', async () => {
    await relayOnce()
    await ground.owner.query(`UPDATE relay_batches SET to_xid = '999999999' WHERE first = (SELECT max(first) FROM relay_batches)`)
    expect(await sentence()).toMatch(/transaction 999999999 was published, and the database has only come to \d+: it was restored/)
  })

  it('is refused: a Kafka that holds more than was ever planned', async () => {
    await relayOnce()
    const producer = patientProducer({ kafka: kafka(), log })
    const event = { partition: 2, key: 'k', value: '{}', position: '99', previous: '20' }
    await producer.send(topic(), [{ ...event, headers: signedHeaders(topic(), event) }], stopping.signal)
    await producer.close()
    const said = await sentence()
    expect(said).toMatch(/Kafka holds position 99 in partition 2, and the journal has only planned up to \d+/)
    expect(said).toMatch(ADOPT)
    expect(await stops()).toEqual([{ kind: 'ledger', sentence: said }])
  })

  it('is no history at all, and refused to nobody: what somebody else wrote to the topic, ahead of everything', async () => {
    await relayOnce()
    const producer = patientProducer({ kafka: kafka(), log })
    const headers = { [HEADERS.position]: '99', [HEADERS.previous]: '20' }
    await producer.send(topic(), [{ partition: 2, key: 'k', value: '{}', headers }], stopping.signal)
    await producer.close()
    await appendEvents(ground.pool, 20)
    await relayOnce()
    expect((await publishedEvents(ground.brokers, ground.prefix)).length).toBe(41)
    expect(await stops()).toEqual([])
  })

  it('is refused: the gateway knows another history of this ledger', async () => {
    await relayOnce()
    await ground.owner.query(`INSERT INTO history_stop (process, kind, sentence) VALUES ('bank-gateway', 'ledger', 'No payment goes out.')`)
    expect(await sentence()).toMatch(/the bank gateway knows another history of this ledger \(“No payment goes out.”\)/)
  })

  it('is refused for what the relay found itself, also when the gateway stops as well: that keeps payments back until it is gone', async () => {
    await relayOnce()
    await ground.owner.query(`UPDATE relay_batches SET to_xid = '999999999' WHERE first = (SELECT max(first) FROM relay_batches)`)
    const found = await sentence()
    await ground.owner.query(`INSERT INTO history_stop (process, kind, sentence) VALUES ('bank-gateway', 'ledger', 'No payment goes out.')`)
    expect(await sentence()).toMatch(/the bank gateway knows another history/)
    expect(await stops()).toEqual([{ kind: 'ledger', sentence: found }])
  })

  it('is refused: a journal whose planned rows are not the rows planned', async () => {
    await relayOnce()
    await ground.owner.query(
      `UPDATE relay_batches SET confirmed_at = NULL, hash = repeat('0', 64) WHERE first = (SELECT max(first) FROM relay_batches)`,
    )
    expect(await sentence()).toMatch(/the journal's rows at positions 1 to 20 are not the ones that were planned/)
  })
})

describe('a topic that does not keep every event', () => {
  it('is refused: it forgets after a while', async () => {
    const configEntries = [{ name: 'retention.ms', value: '604800000' }]
    await withAdmin(kafka(), (admin) =>
      admin.createTopics({ waitForLeaders: true, topics: [{ topic: topic(), numPartitions: PARTITIONS, configEntries }] }),
    )
    expect(await sentence()).toContain(`the topics do not keep every event: ${topic()} has retention.ms=604800000 instead of -1`)
  })

  it('is refused: it has another number of partitions', async () => {
    await withAdmin(kafka(), (admin) => admin.createTopics({ waitForLeaders: true, topics: [{ topic: topic(), numPartitions: 3 }] }))
    expect(await sentence()).toContain('has 3 partitions instead of 6')
  })
})

it('ends with code 1, the sentence in its log and beside its sign of life, and has published nothing', async () => {
  await ground.owner.query(`UPDATE relay_leader SET system_identifier = 'another'`)
  await ensureTopics(kafka(), ground.prefix, 1)
  const child = ground.relay()
  expect(await child.ended).toBe('it ended with code 1')
  expect(child.tail()).toMatch(/The relay stops: this database/)
  const { rows } = await ground.owner.query<{ last_error: string }>(`SELECT last_error FROM heartbeat WHERE process = 'outbox-relay'`)
  expect(rows[0]?.last_error).toMatch(/^The relay stops: this database/)
  expect(await publishedEvents(ground.brokers, ground.prefix)).toEqual([])
})

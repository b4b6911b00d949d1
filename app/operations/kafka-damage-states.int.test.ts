/** Bytes are altered on Kafka's disk: what the page says of the copies that read there, and that the repair it names brings every event back. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventsTopic } from '@/events/topics'
import { createLog } from '@/platform/log'
import { appendEvents } from '@/stack/test-runner/journal'
import { damageLog, pierce } from '@/stack/test-runner/kafka-disk'
import { type Operated, operated } from '@/stack/test-runner/operated'
import { testProcesses, until } from '@/stack/test-runner/processes'
import { relayed } from '@/stack/test-runner/relay'
import { withAdmin } from '@/workers/kafka/admin'
import { kafkaClient } from '@/workers/kafka/connect'

const processes = testProcesses()
let stack: Operated
let topic: string

beforeAll(async () => {
  stack = await operated()
  topic = eventsTopic(stack.ground.prefix, 1)
}, 480_000)
afterAll(async () => {
  await processes.stopAll()
  await stack.close()
}, 120_000)

const FRESH = /^\d.* behind$/

async function batches(): Promise<void> {
  for (let batch = 0; batch < 3; batch += 1) {
    await appendEvents(stack.ground.pool, 60)
    await relayed(stack.ground.pool, 120_000)
  }
}

it('an altered event leaves a copy incomplete until the relay, which has to run, sends it again', { timeout: 900_000 }, async () => {
  const { servers, ground, workerEnv, says, saysError } = stack
  const relay = ground.relay()
  await batches()
  await relay.kill9()
  await damageLog(servers, topic, (log, { at }) => log.write('X', log.indexOf('audit.tested', at)))
  processes.start('search-projector', workerEnv)
  await saysError('search-projector', /is not of this ledger .* the relay sends it again\.$/)
  const silent = 'It reads the partition again by itself. Start the relay, and it sends again what Kafka lost.'
  const incomplete = await says('Search', 'Incomplete', silent)
  expect(incomplete.figures.at(-1)).toMatch(/^a gap in the events after position \d+$/)
  ground.relay()
  await says('Search', FRESH, null)
  expect((await says('Kafka', '6 of 6 partitions', null)).figures.at(-1)).toMatch(/sent again after a loss/)
})

it('a log with a hole is named with its repair by the copy that reads there', { timeout: 900_000 }, async () => {
  const { servers, workerEnv, says, saysError, shown } = stack
  await damageLog(servers, topic, pierce)
  processes.start('finance-loader', workerEnv)
  const error = await saysError('finance-loader', /its log is damaged on Kafka’s disk/)
  expect(error).toContain(`The topic ${topic} cannot be read any further`)
  expect(error).toContain('Nothing is lost. Press Fill Kafka anew')
  await says('Finance', 'Nothing yet', 'An error held it up. See its last error below.')
  const kafka = kafkaClient({ brokers: stack.ground.brokers.split(','), clientId: 'test', log: createLog('test', 'silent') })
  await withAdmin(kafka, (admin) => admin.deleteTopics({ topics: [topic] }))
  await says('Finance', FRESH, null)
  const position = String(await relayed(stack.ground.pool, 120_000))
  await until('both cover every event', async () => {
    const { search, finance } = await shown()
    return search.position === position && finance.position === position
  })
})

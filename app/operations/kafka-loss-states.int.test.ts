/** Kafka has lost events it had acknowledged: what the page says while they are missing, whatever becomes of the relay, and once they were sent again. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventsTopic } from '@/events/topics'
import { createLog } from '@/platform/log'
import { appendEvents } from '@/stack/test-runner/journal'
import { cutTail } from '@/stack/test-runner/kafka-disk'
import { type Operated, operated } from '@/stack/test-runner/operated'
import { testProcesses } from '@/stack/test-runner/processes'
import { lockPlans, publishedEvents, relayed } from '@/stack/test-runner/relay'
import { withAdmin } from '@/workers/kafka/admin'
import { kafkaClient } from '@/workers/kafka/connect'

const processes = testProcesses()
let stack: Operated

beforeAll(async () => {
  stack = await operated()
}, 480_000)
afterAll(async () => {
  await processes.stopAll()
  await stack.close()
}, 120_000)

const LOST = 'Has lost events'
const ERROR = 'Its last error is below.'

it('lost events are said to be sent again by whom and when, and are', { timeout: 900_000 }, async () => {
  const { servers, ground, workerEnv, says, change } = stack
  const topic = eventsTopic(ground.prefix, 1)
  const first = ground.relay()
  processes.start('search-projector', workerEnv)
  await change()
  await appendEvents(ground.pool, 120)
  const events = await relayed(ground.pool, 120_000)
  await says('Search', /^\d.* behind$/, null)

  const unlock = await lockPlans(ground)
  await cutTail(servers, topic, 3_000)
  await says('Kafka', LOST, 'The relay sends them again from the ledger before it leads.')
  await says('Relay', 'Not leading yet', `It leads as soon as Postgres and Kafka answer and it has sent again what Kafka lost. ${ERROR}`)
  await first.kill9()
  await says('Kafka', LOST, 'The ledger has them. Start the relay, and it sends them again.')

  await unlock()
  await servers.kafka?.stop()
  ground.relay()
  await says('Kafka', LOST, 'The relay sends them again from the ledger before it leads.')
  await servers.kafka?.start()
  await says('Relay', 'Leading', null)
  const { figures } = await says('Kafka', '6 of 6 partitions', null)
  expect(figures.at(-1)).toMatch(/^\d+ events sent again after a loss, last on \d+ \w{3}$/)
  expect(new Set((await publishedEvents(ground.brokers, ground.prefix)).map(({ position }) => position)).size).toBe(events)
  await change()
  await says('Ledger', 'Quiet', null)
  await says('Search', /^\d.* behind$/, null)
})

it('a relay that the journal contradicts stops, and nothing is said to go on', { timeout: 900_000 }, async () => {
  const { ground, says, change } = stack
  await ground.owner.query(`UPDATE relay_batches SET hash = repeat('0', 64) WHERE confirmed_at IS NOT NULL`)
  const kafka = kafkaClient({ brokers: ground.brokers.split(','), clientId: 'test', log: createLog('test', 'silent') })
  await withAdmin(kafka, (admin) => admin.deleteTopics({ topics: [eventsTopic(ground.prefix, 1)] }))
  await says('Kafka', LOST, 'They are not sent again, because the relay has stopped. See the reason under Relay.')
  const stop = (await stack.shown()).stops.find(({ process }) => process === 'outbox-relay')?.sentence ?? ''
  expect(stop).toMatch(/^The relay stops: the journal's rows at positions/)
  await says('Relay', 'Stopped', stop)
  await change()
  await says('Ledger', 'Not published', 'The waiting events are kept. The relay has stopped: see the reason under Relay.')
  await says('Search', 'Late', 'It is waiting for the relay, which has stopped.')
})
